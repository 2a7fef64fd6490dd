/*
 * tests/bench/bench_svg.c -- the comparison as a bar chart.
 *
 * Read     write_svg, svg_rows.
 */
#include "tests/bench/bench.h"

#include <math.h>
#include <string.h>

enum {
    SVG_LEFT = 150,  /* names */
    SVG_WIDTH = 640, /* bars */
    SVG_RIGHT = 50,
    SVG_TOP = 96,
    SVG_BAR = 8,
    SVG_GAP = 9,
    SVG_HEAD = 26, /* a group's name */
};

static const double SVG_MOST = 2.5; /* longer bars are cut here */

static const char *const COLORS[MAX_ENGINES] = {
    "#2563eb", "#f59e0b", "#10b981", "#db2777",
    "#7c3aed", "#0891b2", "#65a30d", "#dc2626",
};

typedef struct {
    FILE *file;
    const Bench *bench;
    double most; /* the ratio at the right edge */
    int y;
} Svg;

static void put_xml(FILE *file, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '&': fputs("&amp;", file); break;
        case '<': fputs("&lt;", file); break;
        default: fputc(*text, file); break;
        }
}

static double svg_x(const Svg *svg, double value)
{
    double width = SVG_WIDTH;
    return (double)SVG_LEFT + width * fmin(value, svg->most) / svg->most;
}

static double largest_ratio(const Bench *bench)
{
    double most = 1.2;
    for (int p = 0; p < bench->nprograms; p++)
        for (int e = 0; e < bench->nengines; e++)
            most = fmax(most, ratio(bench, p, e, bench->base));
    return fmin(most, SVG_MOST);
}

static int nseries(const Bench *bench)
{
    return bench->nengines - (bench->base >= 0);
}

static int svg_row_height(const Bench *bench)
{
    return nseries(bench) * SVG_BAR + SVG_GAP;
}

static int ngroups(const Bench *bench)
{
    int n = 0;
    for (int p = 0; p < bench->nprograms; p++)
        n += starts_group(bench, p);
    return n;
}

static int svg_height(const Bench *bench)
{
    int nheads = ngroups(bench) + 1;
    int nrows = bench->nprograms + nheads;
    return SVG_TOP + nrows * svg_row_height(bench) + nheads * SVG_HEAD + 20;
}

static void svg_text(const Svg *svg, double x, int y, const char *attributes,
                     const char *text)
{
    fprintf(svg->file, "<text x=\"%.1f\" y=\"%d\" %s>", x, y, attributes);
    put_xml(svg->file, text);
    fputs("</text>\n", svg->file);
}

static void svg_legend(const Svg *svg)
{
    int x = SVG_LEFT, series = 0;
    for (int e = 0; e < svg->bench->nengines; e++) {
        const char *name = svg->bench->engines[e].name;
        if (e == svg->bench->base)
            continue;
        fprintf(svg->file, "<rect x=\"%d\" y=\"57\" width=\"11\" "
                "height=\"11\" rx=\"2\" fill=\"%s\"/>\n", x,
                COLORS[series++]);
        svg_text(svg, x + 16, 67, "", name);
        x += 40 + 7 * (int)strlen(name);
    }
}

/* The vertical lines; the one at 1.0 stands out. */
static void svg_scale(const Svg *svg)
{
    int bottom = svg_height(svg->bench) - 14;
    for (int quarter = 0; quarter * 0.25 <= svg->most; quarter++) {
        double value = quarter * 0.25, x = svg_x(svg, value);
        bool one = quarter == 4;
        char label[16];
        snprintf(label, sizeof label, "%.2f", value);
        fprintf(svg->file, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" "
                "y2=\"%d\" stroke=\"%s\" stroke-width=\"%s\"/>\n", x,
                SVG_TOP - 4, x, bottom, one ? "#374151" : "#e5e7eb",
                one ? "1.5" : "1");
        svg_text(svg, x, SVG_TOP - 10, one
                 ? "text-anchor=\"middle\" font-weight=\"bold\""
                 : "text-anchor=\"middle\" fill=\"#6b7280\"", label);
    }
}

static void svg_bar(const Svg *svg, int series, double value)
{
    int y = svg->y + series * SVG_BAR;
    char label[24];
    if (isnan(value))
        return;
    fprintf(svg->file, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" "
            "height=\"%d\" fill=\"%s\"/>\n", SVG_LEFT, y,
            svg_x(svg, value) - svg_x(svg, 0), SVG_BAR - 1, COLORS[series]);
    snprintf(label, sizeof label, value > svg->most ? "%.2f \xe2\x80\xba"
                                                    : "%.2f", value);
    svg_text(svg, svg_x(svg, value) + 3, y + SVG_BAR - 1,
             "font-size=\"8\" fill=\"#6b7280\" stroke=\"#ffffff\" "
             "stroke-width=\"2\" paint-order=\"stroke\"", label);
}

static void svg_row(Svg *svg, const char *name, int program,
                    double (*mean)(const Bench *, int, int, int))
{
    const Bench *bench = svg->bench;
    int series = 0;
    svg_text(svg, SVG_LEFT - 8,
             svg->y + nseries(bench) * SVG_BAR / 2 + 4,
             "text-anchor=\"end\"", name);
    for (int e = 0; e < bench->nengines; e++)
        if (e != bench->base)
            svg_bar(svg, series++, mean(bench, program, e, bench->base));
    svg->y += svg_row_height(bench);
}

static void svg_group(Svg *svg, const char *name)
{
    svg->y += SVG_HEAD;
    svg_text(svg, 12, svg->y - 7, "font-weight=\"bold\"", name);
}

static void svg_rows(Svg *svg)
{
    const Bench *bench = svg->bench;
    svg_group(svg, "geometric means");
    for (int p = 0; p < bench->nprograms; p++)
        if (starts_group(bench, p))
            svg_row(svg, bench->programs[p].group, p, group_mean);
    svg_row(svg, "all groups", 0, overall_mean);
    for (int p = 0; p < bench->nprograms; p++) {
        if (starts_group(bench, p))
            svg_group(svg, bench->programs[p].group);
        svg_row(svg, bench->programs[p].name, p, ratio);
    }
}

void write_svg(const Bench *bench)
{
    Svg svg = { fopen(bench->svg, "w"), bench, largest_ratio(bench),
                SVG_TOP };
    int width = SVG_LEFT + SVG_WIDTH + SVG_RIGHT;
    char note[128];
    if (!svg.file)
        fail("cannot write", bench->svg);
    fprintf(svg.file, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
            "width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
            "font-family=\"system-ui, sans-serif\" font-size=\"12\" "
            "fill=\"#111827\">\n<rect width=\"100%%\" height=\"100%%\" "
            "fill=\"#ffffff\"/>\n", width, svg_height(bench), width,
            svg_height(bench));
    snprintf(note, sizeof note, "median of %d round%s side by side, %s time "
             "of the whole process; shorter is faster", bench->nrounds,
             bench->nrounds == 1 ? "" : "s",
             bench->by_wall ? "wall" : "processor");
    svg_text(&svg, 12, 26, "font-size=\"17\" font-weight=\"bold\"",
             "Time relative to lua5.4");
    svg_text(&svg, 12, 45, "fill=\"#6b7280\"", note);
    svg_legend(&svg);
    svg_scale(&svg);
    svg_rows(&svg);
    fputs("</svg>\n", svg.file);
    if (fclose(svg.file) != 0)
        fail("cannot write", bench->svg);
}
