-- examples/embed/raii.lua -- uses what raii.cc offers, and is used by it.

books = ledger("Ada")
books:book("cash", 100)
books:book("bank", 20)
books:book("cash", -30)
print(books:total())
print(pcall(books.book, books, "cash", -100))
print(pcall(books.book, books, "cash", {}))
print(books:total())

function greet(who) return "hello, " .. who end

function add(a, b) return a + b end
