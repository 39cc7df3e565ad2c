# SPDX-License-Identifier: GPL-3.0-or-later
# verify FILE: limits on size, pages, pixels and time; and photographs of labels with several codes.
. "$(dirname "$0")/lib.sh"
approved_shop
sed -i '/capacity="\(60\|240\|500\) mL"/d' "$SHOP"   # bottles of 120 mL only: a fill takes several
RX=$T/worked.xml
worked "$RX"
bare key new --key "$T/key" --name "Limits"

# A page that is never done: told after 20 seconds.  It sleeps beside the other cases.
mkdir "$T/slow"
printf '#!/bin/sh\nexec sleep 600\n' >"$T/slow/pdftoppm"
chmod +x "$T/slow/pdftoppm"
printf '%%PDF-1.4\n' >"$T/slow.pdf"
(
    begun=$(date +%s) status=0
    PATH=$T/slow:$PATH "$M" verify "$T/slow.pdf" --key "$T/key" >"$T/slow.out" 2>&1 || status=$?
    echo "$status $(($(date +%s) - begun))" >"$T/slow.status"
) &
slow=$!

"$PYTHON" - "$T" <<'END'
import sys
from PIL import Image
folder = sys.argv[1]
for name in ("large.png", "large.jpg"):
    Image.new("L", (8000, 6300), 255).save(f"{folder}/{name}")
Image.new("L", (9, 9), 255).save(f"{folder}/small.png")
with open(f"{folder}/heavy.png", "wb") as out:
    out.write(b"\x89PNG\r\n\x1a\n")
    out.truncate((32 << 20) + 1)
def pdf(pages, box="612 792"):
    parts = [b"<</Type/Catalog/Pages 2 0 R>>",
             b"<</Type/Pages/Kids[" + b" ".join(b"%d 0 R" % (3 + i) for i in range(pages)) + b"]/Count %d>>" % pages]
    parts += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]>>" % box.encode()] * pages
    out, at = b"%PDF-1.4\n", []
    for i, part in enumerate(parts):
        at.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (i + 1, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in at)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1, table, len(parts) + 1, len(out))
for name, data in (("fifty.pdf", pdf(50, "72 72")), ("more.pdf", pdf(51, "72 72")), ("wide.pdf", pdf(1, "14000 14000"))):
    open(f"{folder}/{name}", "wb").write(data)
END
refused() { # NAME FILE WORDS
    program verify "$T/$2" --key "$T/key" --date 2026-12-01
    exits "$1" 19
    says "$1: why" "$3"
}
refused "a file of more than 32 MiB" heavy.png 'the file is too large'
refused "a PNG of 50.4 million pixels" large.png 'the image is too large or too small'
refused "a JPEG of 50.4 million pixels" large.jpg 'the image is too large or too small'
refused "an image of 9 by 9" small.png 'the image is too large or too small'
refused "a PDF of 50 pages is read" fifty.pdf 'no code was found in it'
refused "one of 51 is not cut in silence" more.pdf 'more pages than are read at once'
refused "a page of 14,000 points" wide.pdf 'a page is too large or too small|cost to read'
"$PYTHON" -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$M" verify "$T/wide.pdf" --key "$T/key" >"$T/peak"
is "it does not fill the memory (400 MB)" test "$(cat "$T/peak")" -lt 400000

# ---------------------------------------------------------------- several codes in one file
program make "$RX" --key "$T/key" --date 2026-11-30 --out "$T/o"
exits "papers" 0
labels=$(ls "$T"/o/rx/*/*/labels.pdf)
count=$(pdfinfo "$labels" | awk '/^Pages/ { print $2 }')
is "several bottles" test "$count" -ge 3
program verify "$labels" --rx "$RX" --key "$T/key" --date 2026-11-30
exits "the labels as PDF" 0
is "one verdict a label" test "$(grep -c '^MATCH' "$T/out")" -eq "$count"
program verify "${labels%labels.pdf}chart.pdf" --rx "$RX" --key "$T/key" --date 2026-11-30
exits "the chart as PDF" 0
is "one verdict a page" test "$(grep -c '^MATCH' "$T/out")" -eq "$(pdfinfo "${labels%labels.pdf}chart.pdf" | awk '/^Pages/ { print $2 }')"
pdftoppm -r 203 -gray "$labels" "$T/label"
"$PYTHON" - "$T" <<'END'
import glob, sys
from PIL import Image, ImageEnhance, ImageFilter
labels = [Image.open(name) for name in sorted(glob.glob(sys.argv[1] + "/label-*.pgm"))]
table = Image.new("L", (labels[0].width + 400, sum(one.height + 150 for one in labels) + 300), 150)
for i, one in enumerate(labels):
    table.paste(one, (120 + 60 * (i % 2), 150 + i * (one.height + 150)))
photo = table.resize((table.width * 3 // 2, table.height * 3 // 2), Image.BICUBIC).rotate(4, expand=True, fillcolor=120)
photo = ImageEnhance.Brightness(photo.filter(ImageFilter.GaussianBlur(1))).enhance(0.7)
photo.save(sys.argv[1] + "/photo.jpg", quality=60)
END
program verify "$T/photo.jpg" --rx "$RX" --key "$T/key" --date 2026-11-30
exits "a photograph of all labels on a table" 0
is "every label in it has its verdict" test "$(grep -c '^MATCH' "$T/out")" -eq "$count"

wait "$slow"
is "a page that is never done is given up after 20 seconds" sh -c "read -r status seconds <'$T/slow.status'; test \$status -eq 19 -a \$seconds -ge 19 -a \$seconds -le 40"
cp "$T/slow.out" "$T/out"
says "it says why" 'it took too long to read'

finish
