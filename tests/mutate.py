"""Small harms to a text of lines, the same for the same random numbers: what the mutation tests feed to the program."""

EXTREMES = ["0", "-1", "1", "1e-9", "1e9", "1e300", "-1e300", "nan", "inf", "true", '""', '"x"', "[]", "[1]", "{}", "0.5", "100",
            "2026", "1900", "2200", "20", "2000", "{ uniform = [0, 1] }", "{ value = 1 }", "0.01", "0.99"]


def mutate(random_, lines):
    """One to three small harms: a line lost, doubled, moved, or a value (of a case or a cell of a CSV) changed to an extreme."""
    lines = list(lines)
    for _ in range(random_.choice((1, 1, 1, 2, 3))):
        i = random_.randrange(len(lines))
        harm = random_.random()
        if harm < 0.1:
            del lines[i]
        elif harm < 0.15:
            lines.insert(random_.randrange(len(lines)), lines[i])
        elif harm < 0.2:
            j = random_.randrange(len(lines))
            lines[i], lines[j] = lines[j], lines[i]
        elif harm < 0.25 and lines[i]:
            at = random_.randrange(len(lines[i]))
            lines[i] = lines[i][:at] + random_.choice("[]{}\"'=.,#-9ä") + lines[i][at + 1:]
        elif "=" in lines[i]:
            lines[i] = lines[i].split("=")[0] + "= " + random_.choice(EXTREMES)
        elif "," in lines[i] and not lines[i].startswith("["):
            cells = lines[i].split(",")
            cells[random_.randrange(len(cells))] = random_.choice(EXTREMES)
            lines[i] = ",".join(cells)
    return lines
