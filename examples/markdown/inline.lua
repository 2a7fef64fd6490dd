-- examples/markdown/inline.lua -- what stands inside a paragraph: emphasis,
-- code spans, links, images, breaks.
--
-- The text is read once. Each piece goes to a slot of `out` as HTML, and of
-- `plain` as escaped text without mark-up, for image descriptions and heading
-- ids. A run of emphasis characters or a bracket takes a slot of its own,
-- whose tags are filled in when its partner is found.

local util = require("markdown.util")

local byte, find, rep, sub = string.byte, string.find, string.rep, string.sub
local escape = util.escape

local inline = {}

local function push(s, html, plain)
  local n = s.n + 1
  s.n, s.out[n], s.plain[n] = n, html, plain
  return n
end

local function push_text(s, text)
  local html = escape(text)
  return push(s, html, html)
end

---- Emphasis ---------------------------------------------------------------

-- A delimiter is a run of `*`, `_` or `~`:
--   char, count (what is left of it), original (its first length), slot,
--   can_open, can_close; opens and closes, tags to put in, innermost first;
--   before and after, its neighbours in the list of those still open.

-- Take the delimiter out of the list and write its slot.
local function remove_delimiter(s, d)
  if d.before then d.before.after = d.after end
  if d.after then
    d.after.before = d.before
  else
    s.last_delimiter = d.before
  end
  local rest = rep(d.char, d.count)
  local parts = d.closes or {}
  parts[#parts + 1] = rest
  for i = d.opens and #d.opens or 0, 1, -1 do
    parts[#parts + 1] = d.opens[i]
  end
  s.out[d.slot], s.plain[d.slot] = table.concat(parts), rest
end

local function add_tag(d, field, tag)
  local tags = d[field]
  if tags then
    tags[#tags + 1] = tag
  else
    d[field] = { tag }
  end
end

-- May this pair enclose emphasis? A run that could both open and close must
-- not leave a remainder of three; strikethrough takes equal runs only.
local function is_pair(opener, closer)
  if opener.char ~= closer.char or not opener.can_open then return false end
  if closer.char == "~" then return opener.count == closer.count end
  return not (opener.can_close or closer.can_open) or
         closer.original % 3 == 0 or
         (opener.original + closer.original) % 3 ~= 0
end

local function enclose(opener, closer)
  local count, tag = 1, "em"
  if closer.char == "~" then
    count, tag = closer.count, "del"
  elseif opener.count >= 2 and closer.count >= 2 then
    count, tag = 2, "strong"
  end
  opener.count = opener.count - count
  closer.count = closer.count - count
  add_tag(opener, "opens", "<" .. tag .. ">")
  add_tag(closer, "closes", "</" .. tag .. ">")
end

-- Pair up the delimiters after `bottom` (all if nil) and remove them.
local function pair_delimiters(s, bottom)
  -- For each sort of closer, the slot down to which it has no opener.
  local failed = {}
  local closer = s.last_delimiter
  if closer == bottom then return end
  while closer.before ~= bottom do closer = closer.before end
  while closer do
    local following = closer.after
    if closer.can_close then
      local sort = closer.char .. (closer.can_open and "+" or "-") ..
                   (closer.char == "~" and closer.count
                    or closer.original % 3)
      local opener = closer.before
      while opener ~= bottom and opener.slot > (failed[sort] or 0) and
            not is_pair(opener, closer) do
        opener = opener.before
      end
      if opener ~= bottom and opener.slot > (failed[sort] or 0) then
        while closer.before ~= opener do
          remove_delimiter(s, closer.before)
        end
        enclose(opener, closer)
        if opener.count == 0 then remove_delimiter(s, opener) end
        if closer.count > 0 then
          following = closer -- it may close more
        else
          remove_delimiter(s, closer)
        end
      else
        failed[sort] = closer.slot - 1
        if not closer.can_open then remove_delimiter(s, closer) end
      end
    end
    closer = following
  end
  while s.last_delimiter ~= bottom do
    remove_delimiter(s, s.last_delimiter)
  end
end

local function read_delimiter(s, pos)
  local text = s.text
  local char = sub(text, pos, pos)
  local _, last = find(text, "^%" .. char .. "+", pos)
  local count = last - pos + 1
  if char == "~" and count > 2 then
    push_text(s, sub(text, pos, last))
    return last + 1
  end
  local before = util.class_before(text, pos)
  local after = util.class_at(text, last + 1)
  local left = after ~= "space" and (after == "other" or before ~= "other")
  local right = before ~= "space" and (before == "other" or after ~= "other")
  local d = {
    char = char, count = count, original = count,
    can_open = left, can_close = right, before = s.last_delimiter,
  }
  if char == "_" then -- not inside words
    d.can_open = left and (not right or before == "mark")
    d.can_close = right and (not left or after == "mark")
  end
  d.slot = push(s, "", "")
  if d.before then d.before.after = d end
  s.last_delimiter = d
  return last + 1
end

---- Code spans, escapes, breaks --------------------------------------------

-- Where backtick runs begin, by their length, each list in order.
local function index_backticks(text)
  local runs, pos = {}, 1
  while true do
    local first, last = find(text, "`+", pos)
    if not first then return runs end
    local len = last - first + 1
    local list = runs[len]
    if not list then
      list = { next = 1 }
      runs[len] = list
    end
    list[#list + 1] = first
    pos = last + 1
  end
end

local function read_code(s, pos)
  local text = s.text
  local _, last = find(text, "^`+", pos)
  s.backticks = s.backticks or index_backticks(text)
  local runs = s.backticks[last - pos + 1] or { next = 1 }
  while runs[runs.next] and runs[runs.next] <= last do
    runs.next = runs.next + 1
  end
  local closing = runs[runs.next]
  if not closing then
    push_text(s, sub(text, pos, last))
    return last + 1
  end
  local code = string.gsub(sub(text, last + 1, closing - 1), "\n", " ")
  if find(code, "^ ") and find(code, " ", #code, true) and
     find(code, "[^ ]") then
    code = sub(code, 2, -2)
  end
  code = escape(code)
  push(s, "<code>" .. code .. "</code>", code)
  return closing + (last - pos + 1)
end

local function push_break(s)
  push(s, "<br />\n", " ")
end

local function read_backslash(s, pos)
  if find(s.text, "^%p", pos + 1) then
    push_text(s, sub(s.text, pos + 1, pos + 1))
    return pos + 2
  elseif byte(s.text, pos + 1) == 10 then
    push_break(s)
    return (find(s.text, "[^ \t]", pos + 2)) or #s.text + 1
  end
  push_text(s, "\\")
  return pos + 1
end

local function read_entity(s, pos)
  local text, last = util.entity(s.text, pos)
  if text then
    push_text(s, text)
  elseif last then
    local name = sub(s.text, pos, last)
    push(s, name, name)
  else
    push_text(s, "&")
  end
  return (last or pos) + 1
end

---- Angle brackets ---------------------------------------------------------

local function push_autolink(s, scheme, address)
  local text = escape(address)
  push(s, '<a href="' .. scheme .. util.url(address) .. '">' .. text ..
          "</a>", text)
end

-- What begins with the first and ends with the second, anywhere.
local raw_spans = {
  { "^<!%-%->", "" }, { "^<!%-%-%->", "" }, { "^<!%-%-", "-->" },
  { "^<%?", "?>" }, { "^<!%[CDATA%[", "]]>" }, { "^<!%a", ">" },
}

-- The last position of raw HTML at `pos`.
local function raw_end(s, pos)
  local last = util.tag_end(s.text, pos)
  if last or not find(s.text, "^<[!?]", pos) then return last end
  for i = 1, #raw_spans do
    local _, first = find(s.text, raw_spans[i][1], pos)
    if first then
      -- A search that failed once fails for the rest of the text.
      if s.unclosed[i] then return nil end
      _, last = find(s.text, raw_spans[i][2], first + 1, true)
      s.unclosed[i] = not last
      return last
    end
  end
end

local email = "^<([%w.!#$%%&'*+/=?^_`{|}~/%-]+@%w[%w.%-]*)>"

local function read_angle(s, pos)
  local text = s.text
  local _, last, address = find(text, "^<(%a[%w+.%-]+:[^%s%c<>]*)>", pos)
  if address and #string.match(address, "^[^:]*") <= 32 then
    push_autolink(s, "", address)
    return last + 1
  end
  _, last, address = find(text, email, pos)
  if address and not find(address, "[.%-]%.") and
     not find(address, "[.%-]$") and not find(address, "%.%-") then
    push_autolink(s, "mailto:", address)
    return last + 1
  end
  last = raw_end(s, pos)
  if last then
    push(s, sub(text, pos, last), "")
    return last + 1
  end
  push_text(s, "<")
  return pos + 1
end

---- Links and images -------------------------------------------------------

-- A bracket is { slot, pos (after it), image, active, inner (another bracket
-- follows), below, bottom (the last delimiter before it) }.

local function read_bracket(s, pos, image)
  if s.bracket then s.bracket.inner = true end
  local text = image and "![" or "["
  s.bracket = {
    slot = push(s, text, text), pos = pos + #text, image = image,
    active = true, below = s.bracket, bottom = s.last_delimiter,
  }
  return pos + #text
end

local function skip_space(text, pos)
  return (find(text, "[^ \t\n]", pos)) or #text + 1
end

-- The destination at `pos`: its text and the position after it.
function inline.destination(text, pos)
  if byte(text, pos) == 60 then -- '<'
    local at = pos + 1
    while true do
      at = find(text, "[<>\n\\]", at)
      local c = at and byte(text, at)
      if c == 62 then
        return util.unescape(sub(text, pos + 1, at - 1)), at + 1
      elseif c ~= 92 then
        return nil
      end
      at = at + 2
    end
  end
  local at, depth = pos, 0
  while true do
    at = find(text, "[%s%c()\\]", at) or #text + 1
    local c = byte(text, at)
    if c == 92 and find(text, "^%p", at + 1) then
      at = at + 1
    elseif c == 40 then
      depth = depth + 1
      if depth > 32 then return nil end
    elseif c == 41 and depth > 0 then
      depth = depth - 1
    elseif c ~= 92 then
      break
    end
    at = at + 1
  end
  if depth > 0 then return nil end
  return util.unescape(sub(text, pos, at - 1)), at
end

local title_stops = { ['"'] = '["\\]', ["'"] = "['\\]", ["("] = "[()\\]" }

-- The title at `pos`: its text and the position after it.
function inline.title(text, pos)
  local quote = sub(text, pos, pos)
  local stops = title_stops[quote]
  local at = stops and pos + 1
  while at do
    at = find(text, stops, at)
    if not at then return nil end
    local c = byte(text, at)
    if c == 92 then
      at = at + 2
    elseif c == 40 then
      return nil
    else
      return util.unescape(sub(text, pos + 1, at - 1)), at + 1
    end
  end
end

-- The label at `pos`, "[...]" without brackets in it, and the position after
-- it.
function inline.label(text, pos)
  if byte(text, pos) ~= 91 then return nil end
  local at = pos + 1
  while true do
    at = find(text, "[%[%]\\]", at)
    if not at or at - pos > 1000 then return nil end
    local c = byte(text, at)
    if c == 93 then return sub(text, pos + 1, at - 1), at + 1 end
    if c == 91 then return nil end
    at = at + 2
  end
end

-- "(destination "title")" at `pos`, as a target and the position after it.
local function inline_target(text, pos)
  if byte(text, pos) ~= 40 then return nil end
  local url, at = inline.destination(text, skip_space(text, pos + 1))
  if not url then return nil end
  local title
  local next_at = skip_space(text, at)
  if next_at > at then
    local after
    title, after = inline.title(text, next_at)
    if title then next_at = skip_space(text, after) end
  end
  if byte(text, next_at) ~= 41 then return nil end
  return { url = url, title = title }, next_at + 1
end

-- What the bracket that closes at `pos` links to, and the position after it.
local function find_target(s, bracket, pos)
  local target, after = inline_target(s.text, pos + 1)
  if target then return target, after end
  local label
  label, after = inline.label(s.text, pos + 1)
  if not label or not find(label, "%S") then -- [text][] or [text]
    if bracket.inner or pos - bracket.pos > 1000 then return nil end
    if label ~= "" then after = pos + 1 end
    label = sub(s.text, bracket.pos, pos - 1)
  end
  return s.references[util.label(label)], after
end

local function title_attribute(target)
  return target.title and ' title="' .. escape(target.title) .. '"' or ""
end

-- Make one slot of what stands after the bracket.
local function push_image(s, bracket, target)
  local alt = table.concat(s.plain, "", bracket.slot + 1, s.n)
  s.n = bracket.slot - 1
  push(s, '<img src="' .. util.url(target.url) .. '" alt="' .. alt .. '"' ..
          title_attribute(target) .. " />", alt)
end

-- No link stands in another.
local function deactivate_outer(bracket)
  while bracket do
    if not bracket.image then
      if not bracket.active then return end
      bracket.active = false
    end
    bracket = bracket.below
  end
end

local function read_closing(s, pos)
  local bracket = s.bracket
  local target, after
  if bracket then
    s.bracket = bracket.below
    if bracket.active then target, after = find_target(s, bracket, pos) end
  end
  if not target then
    push_text(s, "]")
    return pos + 1
  end
  pair_delimiters(s, bracket.bottom)
  if bracket.image then
    push_image(s, bracket, target)
  else
    s.out[bracket.slot] =
      '<a href="' .. util.url(target.url) .. '"' ..
      title_attribute(target) .. ">"
    s.plain[bracket.slot] = ""
    push(s, "</a>", "")
    deactivate_outer(bracket.below)
  end
  return after
end

---- The text ---------------------------------------------------------------

local function read_image(s, pos)
  if byte(s.text, pos + 1) == 91 then return read_bracket(s, pos, true) end
  push_text(s, "!")
  return pos + 1
end

local readers = {
  ["`"] = read_code, ["\\"] = read_backslash, ["&"] = read_entity,
  ["<"] = read_angle, ["*"] = read_delimiter, ["_"] = read_delimiter,
  ["~"] = read_delimiter, ["]"] = read_closing, ["!"] = read_image,
  ["["] = function(s, pos) return read_bracket(s, pos, false) end,
}

-- Plain text up to `last`, where a line ends: two spaces there make a break.
local function read_line_end(s, first, last)
  local stop = last - 1
  while stop >= first and byte(s.text, stop) == 32 do stop = stop - 1 end
  push_text(s, sub(s.text, first, stop))
  if last - stop > 2 then
    push_break(s)
  else
    push(s, "\n", " ")
  end
  return (find(s.text, "[^ \t]", last + 1)) or #s.text + 1
end

-- The HTML of a paragraph's text, and its text without mark-up, escaped.
-- `references` has { url, title } by normalized label.
function inline.render(text, references)
  if not find(text, "[\n`*_~\\%[%]!<&]") then
    local html = escape(text)
    return html, html
  end
  local s = {
    text = text, references = references, n = 0, out = {}, plain = {},
    unclosed = {},
  }
  local pos = 1
  while true do
    local at = find(text, "[\n`*_~\\%[%]!<&]", pos)
    if not at then break end
    local char = sub(text, at, at)
    if char == "\n" then
      pos = read_line_end(s, pos, at)
    else
      if at > pos then push_text(s, sub(text, pos, at - 1)) end
      pos = readers[char](s, at)
    end
  end
  if pos <= #text then push_text(s, sub(text, pos)) end
  pair_delimiters(s, nil)
  return table.concat(s.out, "", 1, s.n), table.concat(s.plain, "", 1, s.n)
end

return inline
