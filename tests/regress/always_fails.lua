-- tests/regress/always_fails.lua
-- always-fails: the runner has to report this one; see tests/README.md.
print("what the script says")           --> what the test expects
