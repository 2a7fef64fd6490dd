# packaging/instructions.awk -- vm/opcodes.def as a page of Markdown.

BEGIN {
    print "# Instructions\n"
    print "Made from `vm/opcodes.def`, which explains formats and kinds of"
    print "operand. The number is what stands in a .bc file.\n"
    print "| number | name | format | A | B | C | meaning |"
    print "|---|---|---|---|---|---|---|"
}

# A row: OP(NAME, FORMAT, A, B, C, "meaning")
/^OP\(/ {
    meaning = $0
    sub(/^[^"]*"/, "", meaning)
    sub(/"\)[^"]*$/, "", meaning)
    gsub(/\|/, "\\|", meaning)
    row = $0
    sub(/^OP\( */, "", row)
    gsub(/___/, "", row)
    split(row, part, / *, */)
    printf "| %d | %s | %s | %s | %s | %s | `%s` |\n", number++, part[1],
        part[2], part[3], part[4], part[5], meaning
}
