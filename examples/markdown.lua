-- examples/markdown.lua -- a program that converts Markdown to HTML.
--
--   vmrun markdown.lua README.md > README.html
--   vmc --bundle -o markdown.bc markdown.lua    (all modules in one file)
--
-- It knows what CommonMark has, and tables, task lists, strikethrough,
-- heading ids and tables of contents. `--help` lists its options.
--
-- The modules, in reading order: markdown/util.lua, block.lua (lines to a
-- tree), inline.lua (what stands in a line), html.lua (the tree to HTML).

local directory = string.match(arg and arg[0] or "", "^(.*[/\\])") or "./"
package.path = directory .. "?.lua;" .. package.path

local block = require("markdown.block")
local html = require("markdown.html")
local util = require("markdown.util")

local help = [[
usage: markdown [options] [FILE]

Convert the Markdown in FILE, or in the standard input, to an HTML page on
the standard output.

Options:
  --title TEXT   the page's title; without it the first heading is
  --css FILE     put the style sheet in FILE into the page
  --toc          begin with a table of contents
  --fragment     write no page around the text
  --help         show this
  --             stop handling options
]]

local function fail(...)
  io.stderr:write("markdown: ", string.format(...), "\n")
  os.exit(1)
end

local function fail_usage(...)
  io.stderr:write("markdown: ", string.format(...), "\n",
                  "Try 'markdown --help'.\n")
  os.exit(1)
end

-- The option's value: after '=', or the next argument.
local function option_value(args, i, name, value)
  if value then return value, i end
  if not args[i + 1] then fail_usage("'%s' needs a value", name) end
  return args[i + 1], i + 1
end

local takes_value = { ["--title"] = "title", ["--css"] = "css" }
local flags = {
  ["--toc"] = "toc", ["--fragment"] = "fragment", ["--help"] = "help",
}

local function parse_arguments(args)
  local options, i, only_files = {}, 1, false
  while i <= #args do
    local text = args[i]
    local name, value = string.match(text, "^(%-%-[^=]+)=(.*)$")
    name = name or text
    if only_files or text == "-" or string.sub(text, 1, 1) ~= "-" then
      if options.file then
        fail_usage("one file only, please: '%s' is the second", text)
      end
      options.file = text
    elseif text == "--" then
      only_files = true
    elseif takes_value[name] then
      options[takes_value[name]], i = option_value(args, i, name, value)
    elseif flags[text] then
      options[flags[text]] = true
    else
      fail_usage("unrecognized option '%s'", text)
    end
    i = i + 1
  end
  return options
end

-- All of a file; of the standard input if the name is nil or "-".
local function read_file(name)
  local file, message = io.stdin, nil
  if name and name ~= "-" then
    file, message = io.open(name, "rb")
    if not file then fail("cannot open %s", message) end
  end
  local text
  text, message = file:read("a")
  if not text then
    fail("cannot read %s: %s", name or "the standard input", message)
  end
  if file ~= io.stdin then file:close() end
  return text
end

local function first_title(headings, file)
  if headings[1] then return headings[1].text end
  return util.escape(file and file ~= "-" and file or "Untitled")
end

local function main(args)
  local options = parse_arguments(args)
  if options.help then
    io.write(help)
    return
  end
  local css = options.css and read_file(options.css)
  local body, headings = html.render(block.parse(read_file(options.file)))
  if options.toc then body = html.contents(headings) .. body end
  if not options.fragment then
    local title = options.title and util.escape(options.title) or
                  first_title(headings, options.file)
    body = html.page(title, css, body)
  end
  local written, message = io.write(body)
  if written then written, message = io.stdout:flush() end
  if not written then fail("cannot write: %s", message) end
end

main(arg)
