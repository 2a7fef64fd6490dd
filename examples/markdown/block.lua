-- examples/markdown/block.lua -- the structure of a document: its lines
-- become a tree of blocks.
--
-- A block is a table with `kind`, and by kind:
--   document, quote, item   children
--   list                    children (items), ordered, start, tight
--   item                    also checked: true or false in a task list
--   paragraph               text
--   heading                 text, level
--   code                    text, info (fenced), or no info (indented)
--   html                    text
--   table                   align, header, rows (of cells' texts)
--   rule                    nothing more
--   definitions             nothing: link definitions stood here
-- `first` and `last` are its lines. The texts are for markdown.inline.
--
-- Each line is first matched against the blocks that are open, from the
-- outside inwards; what is left of it may open new ones; what is left then is
-- text of the innermost.

local inline = require("markdown.inline")
local util = require("markdown.util")

local byte, find, match, rep, sub =
  string.byte, string.find, string.match, string.rep, string.sub

local block = {}

---- The cursor -------------------------------------------------------------

-- A parser p reads p.line: `pos` is the next byte, `column` counts from 0
-- with tab stops of four, `in_tab` tells that part of a tab was used. Ahead
-- is the next character that is no space: `ahead`, `indent` columns away;
-- `blank` tells that there is none.

local function look_ahead(p)
  local line, at, column = p.line, p.pos, p.column
  local c = byte(line, at)
  while c == 32 or c == 9 do
    column = c == 9 and column + 4 - column % 4 or column + 1
    at = at + 1
    c = byte(line, at)
  end
  p.ahead, p.ahead_column, p.blank = at, column, c == nil
  p.indent = column - p.column
end

local function skip_to_ahead(p)
  p.pos, p.column, p.in_tab, p.indent = p.ahead, p.ahead_column, false, 0
end

-- Skip bytes that are not tabs.
local function skip_bytes(p, count)
  p.pos, p.column, p.in_tab = p.pos + count, p.column + count, false
  look_ahead(p)
end

-- Skip columns of white space, as far as there are so many. What is ahead
-- stays ahead.
local function skip_columns(p, count)
  while count > 0 do
    local c = byte(p.line, p.pos)
    if c == 9 then
      local width = 4 - p.column % 4
      p.in_tab = width > count
      if width > count then width = count else p.pos = p.pos + 1 end
      p.column, count = p.column + width, count - width
    elseif c == 32 then
      p.in_tab = false
      p.pos, p.column, count = p.pos + 1, p.column + 1, count - 1
    else
      break
    end
  end
  p.indent = p.ahead_column - p.column
end

local function skip_one_space(p)
  local c = byte(p.line, p.pos)
  if c == 32 or c == 9 then skip_columns(p, 1) end
end

-- What is left of the line; the rest of a used tab becomes spaces.
local function rest_of_line(p)
  if p.in_tab then
    return rep(" ", 4 - p.column % 4) .. sub(p.line, p.pos + 1)
  end
  return sub(p.line, p.pos)
end

---- The tree ---------------------------------------------------------------

local max_depth = 500 -- beyond that, '>' and list markers are text

local holds_blocks = { document = true, quote = true, item = true }

-- Open blocks stand in p.open[1..p.depth], the outermost first.

local function add_child(parent, child)
  parent.children[#parent.children + 1] = child
end

-- The end of a line that has nothing more after `pos`.
local function bare_end(text, pos)
  local _, last = find(text, "^[ \t]*\n", pos)
  return last or find(text, "^[ \t]*$", pos) and #text
end

-- The title of a definition, and where its line ends.
local function definition_title(text, pos)
  local at = find(text, "[^ \t\n]", pos)
  if not at or at == pos then return nil end
  local title, after = inline.title(text, at)
  local last = title and bare_end(text, after)
  if last then return title, last end
end

-- Note the link definition that begins at `pos`. Returns where it ends.
local function take_definition(p, text, pos)
  local label, at = inline.label(text, pos)
  if not label or not find(label, "%S") or byte(text, at) ~= 58 then
    return nil
  end
  at = find(text, "[^ \t\n]", at + 1)
  if not at then return nil end
  local url, after = inline.destination(text, at)
  if not url or after == at then return nil end
  local title, last = definition_title(text, after)
  last = last or bare_end(text, after)
  if not last then return nil end
  local key = util.label(label)
  p.references[key] = p.references[key] or { url = url, title = title }
  return last + 1
end

-- The text of a paragraph without the definitions that it begins with.
local function paragraph_text(p, paragraph)
  local text = table.concat(paragraph.lines, "\n")
  local pos, rest = 1, 1
  while rest do
    pos, rest = rest, take_definition(p, text, rest)
  end
  return sub(text, pos)
end

local close = {}

function close.paragraph(p, b)
  local text = paragraph_text(p, b)
  b.lines = nil
  if text == "" then
    b.kind = "definitions"
  else
    b.text = util.trim_end(text)
  end
end

function close.code(_, b)
  local lines = b.lines
  if not b.fence then
    while lines[#lines] and not find(lines[#lines], "[^ \t]") do
      lines[#lines] = nil
    end
  end
  lines[#lines + 1] = ""
  b.text, b.lines = table.concat(lines, "\n"), nil
end

function close.html(_, b)
  b.text, b.lines = util.trim_end(table.concat(b.lines, "\n")), nil
end

-- A blank line between two blocks of a list makes it loose.
local function has_gap(blocks)
  for i = 2, #blocks do
    if blocks[i].first > blocks[i - 1].last + 1 then return true end
  end
  return false
end

function close.list(_, b)
  b.tight = not has_gap(b.children)
  for _, item in ipairs(b.children) do
    if has_gap(item.children) then b.tight = false end
  end
end

function close.item(_, b)
  local first = b.children[1]
  if not first or first.kind ~= "paragraph" then return end
  local mark, rest = match(first.text, "^%[([ xX])%][ \t\n]+(.*)$")
  if mark and find(rest, "%S") then
    b.checked, first.text = mark ~= " ", rest
  end
end

local function close_innermost(p)
  local b = p.open[p.depth]
  p.open[p.depth] = nil
  p.depth = p.depth - 1
  if close[b.kind] then close[b.kind](p, b) end
  local parent = p.open[p.depth]
  if parent and parent.last < b.last then parent.last = b.last end
end

-- Close the blocks that the line did not match.
local function close_unmatched(p)
  while p.depth > p.matched do close_innermost(p) end
end

-- Open a block in the innermost that can hold it.
local function open_block(p, b)
  close_unmatched(p)
  while not (holds_blocks[p.open[p.depth].kind] or
             p.open[p.depth].kind == "list" and b.kind == "item") do
    close_innermost(p)
  end
  b.first, b.last = p.number, p.number
  add_child(p.open[p.depth], b)
  p.depth = p.depth + 1
  p.open[p.depth] = b
  p.matched = p.depth
  return b
end

-- Put a block in the place of the paragraph that is innermost.
local function replace_paragraph(p, b, kept_text)
  local paragraph = p.open[p.depth]
  local siblings = p.open[p.depth - 1].children
  close_unmatched(p)
  b.first, b.last = paragraph.first, p.number
  if kept_text then
    paragraph.text, paragraph.lines = kept_text, nil
    b.first = p.number
    siblings[#siblings + 1] = b
  else
    siblings[#siblings] = b
  end
  p.open[p.depth] = b
end

---- Matching open blocks ---------------------------------------------------

-- Each takes the parser and the block and tells whether the line goes on
-- with it; "done" if that was all of the line.
local goes_on = {}

function goes_on.quote(p, b)
  if p.indent > 3 or byte(p.line, p.ahead) ~= 62 then return false end
  skip_to_ahead(p)
  skip_bytes(p, 1)
  skip_one_space(p)
  b.last = p.number
  return true
end

function goes_on.list()
  return true
end

function goes_on.item(p, b)
  if p.blank then
    if not b.children[1] then return false end
    skip_to_ahead(p)
    return true
  end
  if p.indent < b.content then return false end
  skip_columns(p, b.content)
  return true
end

function goes_on.code(p, b)
  if not b.fence then
    if p.indent >= 4 then
      skip_columns(p, 4)
      return true
    end
    if p.blank then skip_to_ahead(p) end
    return p.blank
  end
  if p.indent < 4 and find(p.line, b.closing, p.ahead) then
    b.last = p.number
    close_innermost(p)
    return "done"
  end
  skip_columns(p, math.min(b.offset, p.indent))
  return true
end

function goes_on.html(p, b)
  return not (p.blank and b.until_blank)
end

function goes_on.paragraph(p)
  return not p.blank
end

goes_on.table = goes_on.paragraph

local function never()
  return false
end

goes_on.heading, goes_on.rule = never, never

---- New blocks -------------------------------------------------------------

local function start_quote(p)
  if byte(p.line, p.ahead) ~= 62 or p.matched > max_depth then return end
  skip_to_ahead(p)
  skip_bytes(p, 1)
  skip_one_space(p)
  open_block(p, { kind = "quote", children = {} })
  return "container"
end

local function start_heading(p)
  local marks = match(p.line, "^#+", p.ahead)
  if not marks or #marks > 6 or
     not find(p.line, "^[ \t]", p.ahead + #marks) and
     p.ahead + #marks <= #p.line then
    return
  end
  local text = util.trim(sub(p.line, p.ahead + #marks))
  local last = #text
  while byte(text, last) == 35 do last = last - 1 end
  if last == 0 or find(text, "^[ \t]", last) then
    text = util.trim_end(sub(text, 1, last))
  end
  open_block(p, { kind = "heading", level = #marks, text = text })
  return "leaf"
end

local function start_fence(p)
  local fence = match(p.line, "^```+", p.ahead) or
                match(p.line, "^~~~+", p.ahead)
  if not fence then return end
  local info = sub(p.line, p.ahead + #fence)
  if byte(fence) == 96 and find(info, "`", 1, true) then return end
  open_block(p, {
    kind = "code", fence = fence, offset = p.indent, lines = {},
    closing = "^" .. fence .. sub(fence, 1, 1) .. "*[ \t]*$",
    info = util.unescape(util.trim(info)),
  })
  return "leaf"
end

local html_blocks = {}
for name in string.gmatch([[
  address article aside base basefont blockquote body caption center col
  colgroup dd details dialog dir div dl dt fieldset figcaption figure footer
  form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li
  link main menu menuitem nav noframes ol optgroup option p param search
  section summary table tbody td tfoot th thead title tr track ul]],
  "%S+") do
  html_blocks[name] = true
end

local verbatim = { script = true, pre = true, style = true, textarea = true }

-- How HTML that begins at `pos` ends: a text, found plainly; "" for a blank
-- line. nil if none begins.
local function html_ending(line, pos, interrupts)
  local name, after = match(line, "^<(%a[%w%-]*)()", pos)
  name = name and string.lower(name)
  if verbatim[name] and (after > #line or find(line, "^[%s>]", after)) then
    return "</"
  end
  if find(line, "^<!%-%-", pos) then return "-->" end
  if find(line, "^<%?", pos) then return "?>" end
  if find(line, "^<!%[CDATA%[", pos) then return "]]>" end
  if find(line, "^<!%a", pos) then return ">" end
  local tag = match(line, "^</?(%a[%w%-]*)%f[%s/>\0]", pos)
  if tag and html_blocks[string.lower(tag)] then return "" end
  if interrupts then return nil end
  local last = util.tag_end(line, pos)
  return last and find(line, "^[ \t]*$", last + 1) and "" or nil
end

local function html_ends(b, line)
  if b.ending ~= "</" then return find(line, b.ending, 1, true) end
  for name in string.gmatch(line, "</(%a+)>") do
    if verbatim[string.lower(name)] then return true end
  end
end

local function start_html(p, container)
  if byte(p.line, p.ahead) ~= 60 then return end
  -- The line may go on with a paragraph lazily, too.
  local interrupts = container.kind == "paragraph" or
    p.matched < p.depth and p.open[p.depth].kind == "paragraph"
  local ending = html_ending(p.line, p.ahead, interrupts)
  if not ending then return end
  open_block(p, {
    kind = "html", lines = {}, ending = ending, until_blank = ending == "",
  })
  return "leaf"
end

local function start_underline(p, container)
  if container.kind ~= "paragraph" then return end
  local mark = match(p.line, "^(=)=*[ \t]*$", p.ahead) or
               match(p.line, "^(%-)%-*[ \t]*$", p.ahead)
  if not mark then return end
  local text = paragraph_text(p, container)
  if text == "" then -- definitions only: this is the first line of text
    container.lines = {}
    return
  end
  replace_paragraph(p, {
    kind = "heading", level = mark == "=" and 1 or 2,
    text = util.trim_end(text),
  })
  return "done"
end

local function start_rule(p)
  local mark = match(p.line, "^[*_-]", p.ahead)
  if not mark or find(p.line, "[^ \t" .. "%" .. mark .. "]", p.ahead) then
    return
  end
  local _, count = string.gsub(sub(p.line, p.ahead), "%" .. mark, "")
  if count < 3 then return end
  open_block(p, { kind = "rule" })
  return "leaf"
end

-- A list marker ahead: { ordered, start, delimiter, width }.
local function list_marker(p)
  local c = match(p.line, "^[*+-]", p.ahead)
  if c then return { delimiter = c, width = 1 } end
  local digits, delimiter = match(p.line, "^(%d+)([.)])", p.ahead)
  if digits and #digits <= 9 then
    return {
      ordered = true, start = tonumber(digits), delimiter = delimiter,
      width = #digits + 1,
    }
  end
end

local function start_item(p, container)
  local marker = list_marker(p)
  if not marker or p.matched > max_depth then return end
  local after = p.ahead + marker.width
  if after <= #p.line and not find(p.line, "^[ \t]", after) then return end
  if container.kind == "paragraph" and
     (not find(p.line, "[^ \t]", after) or
      marker.ordered and marker.start ~= 1) then
    return
  end
  local offset = p.indent
  skip_to_ahead(p)
  skip_bytes(p, marker.width)
  local content = offset + marker.width
  if p.blank or p.indent > 4 then -- the content is code, or follows
    content = content + 1
    skip_one_space(p)
  else
    content = content + p.indent
    skip_columns(p, p.indent)
  end
  if container.kind ~= "list" or container.ordered ~= marker.ordered or
     container.delimiter ~= marker.delimiter then
    open_block(p, {
      kind = "list", children = {}, ordered = marker.ordered,
      start = marker.start, delimiter = marker.delimiter,
    })
  end
  open_block(p, { kind = "item", children = {}, content = content })
  return "container"
end

local function start_code(p)
  skip_columns(p, 4)
  open_block(p, { kind = "code", lines = {} })
  return "leaf"
end

---- Tables -----------------------------------------------------------------

-- The cells of a row. A backslash keeps a '|' in its cell.
local function split_row(line)
  local cells, pos, from = {}, 1, 1
  line = util.trim(line)
  if byte(line) == 124 then pos, from = 2, 2 end
  while true do
    local at = find(line, "[|\\]", pos)
    if not at then break end
    if byte(line, at) == 92 then
      pos = at + 2
    else
      cells[#cells + 1] = sub(line, from, at - 1)
      pos, from = at + 1, at + 1
    end
  end
  if from <= #line then cells[#cells + 1] = sub(line, from) end
  for i = 1, #cells do
    cells[i] = util.trim(string.gsub(cells[i], "\\|", "|"))
  end
  return cells
end

-- What a delimiter row says of its columns: "left", "right", "center" or
-- "none" each.
local function alignments(line)
  if not find(line, "^[|:%- \t]+$") or not find(line, "-", 1, true) then
    return nil
  end
  local aligns = split_row(line)
  for i = 1, #aligns do
    local left, right = match(aligns[i], "^(:?)%-+(:?)$")
    if not left then return nil end
    aligns[i] = left ~= "" and right ~= "" and "center" or
                left ~= "" and "left" or right ~= "" and "right" or "none"
  end
  return aligns
end

-- The paragraph's last line is the header.
local function start_table(p, container)
  if container.kind ~= "paragraph" then return end
  local lines = container.lines
  local header = lines[#lines]
  if not header then return end -- it was a definition
  local bars = find(header, "|", 1, true) or find(p.line, "|", p.ahead, true)
  local align = bars and alignments(sub(p.line, p.ahead))
  if not align then return end
  header = split_row(header)
  if #header ~= #align then return end
  local kept
  if #lines > 1 then
    lines[#lines] = nil
    kept = util.trim_end(paragraph_text(p, container))
    container.last = p.number - 2
    if kept == "" then kept = nil end
  end
  replace_paragraph(p, {
    kind = "table", align = align, header = header, rows = {},
  }, kept)
  return "done"
end

local function add_row(p, b)
  local row = split_row(sub(p.line, p.ahead))
  for i = #row + 1, #b.align do row[i] = "" end
  b.rows[#b.rows + 1] = row
  b.last = p.number
end

---- Lines ------------------------------------------------------------------

local starts = {
  start_quote, start_heading, start_fence, start_html, start_table,
  start_underline, start_rule, start_item,
}

-- Match the open blocks. Returns the innermost that matches; nil if the line
-- is done.
local function match_open(p)
  local depth = 1
  while depth < p.depth do
    local b = p.open[depth + 1]
    local result = goes_on[b.kind](p, b)
    if result == "done" then return nil end
    if not result then break end
    depth = depth + 1
  end
  p.matched = depth
  return p.open[depth]
end

local is_verbatim = { code = true, html = true }

-- Open the blocks that begin on the line. Returns the innermost; nil if the
-- line is done.
local function open_new(p, container)
  while not is_verbatim[container.kind] do
    if p.indent >= 4 then
      if p.blank or p.open[p.depth].kind == "paragraph" then break end
      start_code(p)
      return p.open[p.depth]
    end
    -- Most lines begin with a letter and open nothing.
    if not find(p.line, "^[%p%d]", p.ahead) then break end
    local result
    for i = 1, #starts do
      result = starts[i](p, container)
      if result then break end
    end
    if result == "done" then return nil end
    if not result then break end
    container = p.open[p.depth]
    if result == "leaf" then break end
  end
  return container
end

local function add_text(p, container)
  local kind = container.kind
  if is_verbatim[kind] then
    local text = rest_of_line(p)
    if kind == "code" and container.fence and container.first == p.number then
      return -- the line of the fence itself
    end
    container.lines[#container.lines + 1] = text
    if container.fence or not p.blank then container.last = p.number end
    if kind == "html" and not container.until_blank and
       html_ends(container, text) then
      close_innermost(p)
    end
  elseif kind == "table" then
    add_row(p, container)
  elseif kind ~= "heading" and kind ~= "rule" and not p.blank then
    if kind ~= "paragraph" then
      container = open_block(p, { kind = "paragraph", lines = {} })
    end
    container.lines[#container.lines + 1] = sub(p.line, p.ahead)
    container.last = p.number
  end
end

local function read_line(p, line)
  p.line, p.number = line, p.number + 1
  p.pos, p.column, p.in_tab = 1, 0, false
  look_ahead(p)
  local container = match_open(p)
  if not container then return end
  container = open_new(p, container)
  if not container then return end
  local innermost = p.open[p.depth]
  if p.matched < p.depth and not p.blank and innermost.kind == "paragraph" then
    container = innermost -- a lazy line goes on with the paragraph
  else
    close_unmatched(p)
  end
  add_text(p, container)
end

-- The tree of a document, and its link definitions by label.
function block.parse(text)
  local document = { kind = "document", children = {}, first = 1, last = 0 }
  local p = {
    open = { document }, depth = 1, matched = 1, number = 0, references = {},
  }
  text = string.gsub(text, "^\xEF\xBB\xBF", "")
  text = string.gsub(text, "\0", "\xEF\xBF\xBD")
  local pos = 1
  while pos <= #text do
    local at = find(text, "[\r\n]", pos) or #text + 1
    read_line(p, sub(text, pos, at - 1))
    pos = at + (find(text, "^\r\n", at) and 2 or 1)
  end
  while p.depth >= 1 do close_innermost(p) end
  return document, p.references
end

return block
