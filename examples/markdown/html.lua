-- examples/markdown/html.lua -- from the tree of a document to HTML: the
-- blocks, the table of contents, the page around them.

local inline = require("markdown.inline")
local util = require("markdown.util")

local escape = util.escape

local html = {}

-- A renderer is { references, headings, ids, n, and its output in [1..n] }.
local function put(r, text)
  r.n = r.n + 1
  r[r.n] = text
end

local render = {}

local function render_all(r, blocks, tight)
  for i = 1, #blocks do
    render[blocks[i].kind](r, blocks[i], tight)
  end
end

-- Paragraphs of tight lists stand bare.
function render.paragraph(r, b, tight)
  local text = inline.render(b.text, r.references)
  put(r, tight and text .. "\n" or "<p>" .. text .. "</p>\n")
end

-- An id as people know them: lower case, words joined by '-'.
local function new_id(r, plain)
  local id = util.lower(util.unescape(plain))
  id = string.gsub(id, "[^%w_%- \x80-\xFF]", "")
  id = string.gsub(id, " ", "-")
  if id == "" then id = "section" end
  local unique = id
  while r.ids[unique] do
    r.ids[id] = r.ids[id] + 1
    unique = id .. "-" .. r.ids[id]
  end
  r.ids[unique] = 0
  return unique
end

function render.heading(r, b)
  local text, plain = inline.render(b.text, r.references)
  local id = new_id(r, plain)
  r.headings[#r.headings + 1] = { level = b.level, id = id, text = plain }
  put(r, string.format('<h%d id="%s">%s</h%d>\n', b.level, id, text, b.level))
end

function render.code(r, b)
  local language = b.info and string.match(b.info, "^%S+")
  if language then
    put(r, '<pre><code class="language-' .. escape(language) .. '">')
  else
    put(r, "<pre><code>")
  end
  put(r, escape(b.text))
  put(r, "</code></pre>\n")
end

function render.html(r, b)
  put(r, b.text .. "\n")
end

function render.rule(r)
  put(r, "<hr />\n")
end

function render.definitions()
end

function render.quote(r, b)
  put(r, "<blockquote>\n")
  render_all(r, b.children)
  put(r, "</blockquote>\n")
end

local function render_item(r, item, tight)
  local first = item.children[1]
  put(r, "<li>")
  if first and not (tight and first.kind == "paragraph") and
     item.checked == nil then
    put(r, "\n")
  end
  if item.checked ~= nil then
    put(r, '<input type="checkbox" disabled=""' ..
           (item.checked and ' checked=""' or "") .. " /> ")
  end
  render_all(r, item.children, tight)
  local last = r[r.n]
  local last_block = item.children[#item.children]
  if tight and last_block and last_block.kind == "paragraph" then
    r[r.n] = string.sub(last, 1, -2) -- without the line's end
  end
  put(r, "</li>\n")
end

function render.list(r, b)
  local tag = b.ordered and "ol" or "ul"
  if b.ordered and b.start ~= 1 then
    put(r, '<ol start="' .. b.start .. '">\n')
  else
    put(r, "<" .. tag .. ">\n")
  end
  for i = 1, #b.children do render_item(r, b.children[i], b.tight) end
  put(r, "</" .. tag .. ">\n")
end

local function render_row(r, tag, cells, align)
  put(r, "<tr>\n")
  for i = 1, #align do
    local style = align[i] ~= "none" and
      ' style="text-align: ' .. align[i] .. '"' or ""
    local text = inline.render(cells[i], r.references)
    put(r, "<" .. tag .. style .. ">" .. text .. "</" .. tag .. ">\n")
  end
  put(r, "</tr>\n")
end

function render.table(r, b)
  put(r, "<table>\n<thead>\n")
  render_row(r, "th", b.header, b.align)
  put(r, "</thead>\n")
  if b.rows[1] then
    put(r, "<tbody>\n")
    for i = 1, #b.rows do render_row(r, "td", b.rows[i], b.align) end
    put(r, "</tbody>\n")
  end
  put(r, "</table>\n")
end

-- The HTML of a document, and its headings: { level, id, text } each, the
-- text escaped.
function html.render(document, references)
  local r = { references = references, headings = {}, ids = {}, n = 0 }
  render_all(r, document.children)
  return table.concat(r, "", 1, r.n), r.headings
end

-- Links to all headings, as nested lists.
function html.contents(headings)
  if not headings[1] then return "" end
  local out, levels = { '<nav id="contents">\n' }, {}
  local function put_line(text)
    out[#out + 1] = text
  end
  for _, heading in ipairs(headings) do
    while levels[1] and levels[#levels] > heading.level and
          (levels[#levels - 1] or 0) >= heading.level do
      levels[#levels] = nil
      put_line("</li>\n</ul>\n")
    end
    if not levels[1] or levels[#levels] < heading.level then
      levels[#levels + 1] = heading.level
      put_line("<ul>\n")
    else
      levels[#levels] = heading.level
      put_line("</li>\n")
    end
    put_line('<li><a href="#' .. heading.id .. '">' .. heading.text ..
             "</a>\n")
  end
  put_line(string.rep("</li>\n</ul>\n", #levels))
  put_line("</nav>\n")
  return table.concat(out)
end

-- A whole page. `title` is escaped already, `css` is the text of a style
-- sheet or nil.
function html.page(title, css, body)
  return table.concat({
    "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\" />\n",
    '<meta name="viewport" content="width=device-width" />\n',
    "<title>", title, "</title>\n",
    css and "<style>\n" .. css .. "</style>\n" or "",
    "</head>\n<body>\n", body, "</body>\n</html>\n",
  })
end

return html
