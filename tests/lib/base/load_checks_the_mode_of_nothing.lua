-- No text at all is text.
print(load("", "=x", "b"))              --> nil	attempt to load a text chunk (mode is 'b')
print(load(function() end, "=x", "b"))  --> nil	attempt to load a text chunk (mode is 'b')
print(load("", "=x", ""))               --> nil	attempt to load a text chunk (mode is '')
print(load("", "=x", "t")())            -->
