-- examples/markdown/util.lua -- text helpers that the other modules share:
-- escaping, entities, URLs, characters.

local util = {}

local byte, find, gsub, sub = string.byte, string.find, string.gsub, string.sub

local html_escapes = {
  ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;",
}

-- Text as it stands in HTML, in attributes too.
function util.escape(s)
  if not find(s, '[&<>"]') then return s end
  return (gsub(s, '[&<>"]', html_escapes))
end

-- Without white space at the end. (A pattern such as "%s+$" would look at a
-- run of n spaces n times.)
function util.trim_end(s)
  local last = #s
  while last > 0 and find(s, "^%s", last) do last = last - 1 end
  return sub(s, 1, last)
end

function util.trim(s)
  return util.trim_end(sub(s, (find(s, "%S")) or #s + 1))
end

---- Entities ---------------------------------------------------------------

-- The names of the characters 160 to 255, and some more. Those not listed
-- pass through to the browser, which knows all two thousand.
local latin1 = [[
nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg
macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14
frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave
Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc
Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave
aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave
iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash
ugrave uacute ucirc uuml yacute thorn yuml]]

local entities = {
  amp = 38, lt = 60, gt = 62, quot = 34, apos = 39,
  ensp = 0x2002, emsp = 0x2003, thinsp = 0x2009, ndash = 0x2013,
  mdash = 0x2014, lsquo = 0x2018, rsquo = 0x2019, ldquo = 0x201C,
  rdquo = 0x201D, dagger = 0x2020, bull = 0x2022, hellip = 0x2026,
  euro = 0x20AC, trade = 0x2122, larr = 0x2190, uarr = 0x2191, rarr = 0x2192,
  darr = 0x2193, harr = 0x2194, rArr = 0x21D2, minus = 0x2212, infin = 0x221E,
  ne = 0x2260, le = 0x2264, ge = 0x2265,
}
do
  local code = 160
  for name in string.gmatch(latin1, "%S+") do
    entities[name] = code
    code = code + 1
  end
end

local function character(code)
  if not code or code == 0 or code > 0x10FFFF or
     (code >= 0xD800 and code <= 0xDFFF) then
    code = 0xFFFD
  end
  return utf8.char(code)
end

-- The entity that begins at `pos`: its text (nil if the name is not known
-- here) and its last position. Nothing if none begins there.
function util.entity(s, pos)
  local _, last, hex = find(s, "^&#[xX](%x%x?%x?%x?%x?%x?);", pos)
  if hex then return character(tonumber(hex, 16)), last end
  local decimal
  _, last, decimal = find(s, "^&#(%d%d?%d?%d?%d?%d?%d?);", pos)
  if decimal then return character(tonumber(decimal)), last end
  local name
  _, last, name = find(s, "^&(%a%w*);", pos)
  if not name then return end
  local code = entities[name]
  return code and character(code), last
end

-- Without backslashes before punctuation, and entities as characters: what
-- destinations, titles and info strings mean.
function util.unescape(s)
  if not find(s, "[\\&]") then return s end
  local parts, n, pos = {}, 0, 1
  while true do
    local at = find(s, "[\\&]", pos)
    if not at then break end
    local text, last
    if byte(s, at) == 92 then
      if find(s, "^%p", at + 1) then
        text, last = sub(s, at + 1, at + 1), at + 1
      end
    else
      text, last = util.entity(s, at)
    end
    last = last or at
    n = n + 1
    parts[n] = sub(s, pos, at - 1) .. (text or sub(s, at, last))
    pos = last + 1
  end
  return table.concat(parts) .. sub(s, pos)
end

---- URLs -------------------------------------------------------------------

local function percent(c)
  return string.format("%%%02X", byte(c))
end

-- A destination as it stands in an attribute. What is percent-encoded stays.
function util.url(s)
  s = gsub(s, "[^%w%-_.~!*'();:@&=+$,/?#%%]", percent)
  return (gsub(s, "[&']", { ["&"] = "&amp;", ["'"] = "&#x27;" }))
end

---- Characters -------------------------------------------------------------

-- First and last code of runs of punctuation and symbols beyond ASCII.
local marks = {
  0xA1, 0xA9, 0xAB, 0xAC, 0xAE, 0xB1, 0xB4, 0xB4, 0xB6, 0xB8, 0xBB, 0xBB,
  0xBF, 0xBF, 0xD7, 0xD7, 0xF7, 0xF7, 0x2010, 0x2027, 0x2030, 0x205E,
  0x20A0, 0x20C0, 0x2100, 0x2101, 0x2122, 0x2122, 0x2190, 0x23FF,
  0x2500, 0x2775, 0x2794, 0x2BFF, 0x2E00, 0x2E5D, 0x3001, 0x3003,
  0x3008, 0x3020, 0x3030, 0x3030, 0xFE30, 0xFE6B, 0xFF01, 0xFF0F,
  0xFF1A, 0xFF20, 0xFF3B, 0xFF40, 0xFF5B, 0xFF65, 0x1F300, 0x1FAFF,
}

local function is_space_code(code)
  return code == 0xA0 or code == 0x1680 or
         (code >= 0x2000 and code <= 0x200A) or
         code == 0x202F or code == 0x205F or code == 0x3000
end

local function is_mark_code(code)
  for i = 1, #marks, 2 do
    if code < marks[i] then return false end
    if code <= marks[i + 1] then return true end
  end
  return false
end

-- "space", "mark" or "other": the character whose first byte is at `pos`.
-- Beyond both ends of the text there is space.
function util.class_at(s, pos)
  local b = byte(s, pos)
  if not b then return "space" end
  if b < 128 then
    if b <= 32 then return "space" end
    return find(s, "^%p", pos) and "mark" or "other"
  end
  if not utf8.len(s, pos, pos) then return "other" end
  local code = utf8.codepoint(s, pos)
  if is_space_code(code) then return "space" end
  return is_mark_code(code) and "mark" or "other"
end

-- The same for the character that ends before `pos`.
function util.class_before(s, pos)
  local first = pos - 1
  while first > 1 and first > pos - 4 do
    local b = byte(s, first)
    if b < 0x80 or b >= 0xC0 then break end
    first = first - 1
  end
  if first < 1 then return "space" end
  return util.class_at(s, first)
end

-- Lower case for the scripts where it is a matter of arithmetic.
local function lower_code(code)
  if (code >= 0xC0 and code <= 0xDE and code ~= 0xD7) or
     (code >= 0x391 and code <= 0x3A9) or
     (code >= 0x410 and code <= 0x42F) then
    return code + 32
  elseif code >= 0x400 and code <= 0x40F then
    return code + 80
  elseif code >= 0x100 and code <= 0x17F and code % 2 == 0 then
    return code + 1
  elseif code == 0x1E9E then -- capital sharp s
    return 0xDF
  end
  return code
end

function util.lower(s)
  s = string.lower(s)
  if not find(s, "[\xC3-\xE1]") or not utf8.len(s) then return s end
  return (gsub(s, "[\xC3-\xE1][\x80-\xBF]+", function(c)
    return utf8.char(lower_code(utf8.codepoint(c)))
  end))
end

-- Labels of links match if these are equal.
function util.label(s)
  s = gsub(util.lower(util.trim(s)), "%s+", " ")
  return (gsub(s, "\u{DF}", "ss"))
end

---- Tags -------------------------------------------------------------------

-- The last position of the opening or closing tag that begins at `pos`.
function util.tag_end(s, pos)
  local _, last = find(s, "^</%a[%w%-]*%s*>", pos)
  if last then return last end
  _, last = find(s, "^<%a[%w%-]*", pos)
  while last do
    local _, name = find(s, "^%s+[%a_:][%w_.:%-]*", last + 1)
    if not name then
      _, last = find(s, "^%s*/?>", last + 1)
      return last
    end
    last = name
    local _, equals = find(s, "^%s*=%s*", last + 1)
    if equals then
      local quote = sub(s, equals + 1, equals + 1)
      if quote == '"' or quote == "'" then
        last = find(s, quote, equals + 2, true)
      else
        _, last = find(s, "^[^%s\"'=<>`]+", equals + 1)
      end
    end
  end
end

return util
