package dev.framelot.load.report;

import dev.framelot.load.measure.Samples;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;

/** A result as one page that needs nothing beside itself: pictures lie in it, no script, nothing fetched. */
public final class ResultHtml {
    private static final String STYLE = ":root{color-scheme:light dark;--paper:#fff;--ink:#222;--rule:#ccc;--bad:#b00020}"
            + "@media(prefers-color-scheme:dark){:root{--paper:#161a20;--ink:#e6e6e6;--rule:#3a4048;--bad:#ff8a80}}"
            + "body{font:15px/1.5 system-ui,sans-serif;max-width:1040px;margin:2em auto;padding:0 1em;color:var(--ink);background:var(--paper)}"
            + ".t{overflow-x:auto}table{border-collapse:collapse;margin:1em 0}td,th{border-bottom:1px solid var(--rule);padding:.25em .8em;text-align:left}"
            + "td.n{text-align:right;font-variant-numeric:tabular-nums}.bad{color:var(--bad);font-weight:600}img{max-width:100%;height:auto}"
            + "dt{font-weight:600}dd{margin:0 0 .4em 1em;overflow-wrap:anywhere}";

    private ResultHtml() {}

    public static String write(LoadResult result) throws IOException {
        StringBuilder page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>").append(escaped("Load test " + result.workload()))
                .append("</title><style>").append(STYLE).append("</style></head><body>\n");
        page.append("<h1>").append(escaped(result.workload() + (result.quick() ? " (quick)" : ""))).append("</h1>\n<p>").append(escaped(result.description())).append("</p>\n");
        if (!result.problems().isEmpty()) {
            page.append("<p class=\"bad\">Rejected, not to be used:</p><ul>");
            result.problems().forEach(problem -> page.append("<li class=\"bad\">").append(escaped(problem)).append("</li>"));
            page.append("</ul>\n");
        }
        metrics(result, page);
        goals(result, page);
        for (Map.Entry<String, Chart> chart : Charts.of(result).entrySet()) {
            String name = escaped(chart.getKey());
            page.append("<h2>").append(name).append("</h2>\n<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"").append(data(chart.getValue().png(true)))
                    .append("\"><img alt=\"").append(name).append("\" src=\"").append(data(chart.getValue().png(false))).append("\"></picture>\n");
        }
        result.repeats().forEach(repeat -> repeat(repeat, page));
        page.append("<h2>Measured on</h2><dl>");
        ResultMarkdown.facts(result).forEach((name, value) -> page.append("<dt>").append(escaped(name)).append("</dt><dd>").append(escaped(value)).append("</dd>"));
        return page.append("</dl>\n</body></html>\n").toString();
    }

    private static void metrics(LoadResult result, StringBuilder page) {
        page.append("<div class=\"t\"><table><tr><th>metric</th><th>median</th><th>unit</th><th>lowest</th><th>highest</th><th>meaning</th></tr>\n");
        result.values().forEach((metric, values) -> {
            Samples samples = Samples.of(values);
            page.append("<tr><td>").append(metric.wireName()).append("</td><td class=\"n\">").append(Numbers.text(samples.median())).append("</td><td>").append(metric.unit)
                    .append("</td><td class=\"n\">").append(Numbers.text(samples.min())).append("</td><td class=\"n\">").append(Numbers.text(samples.max())).append("</td><td>")
                    .append(escaped(metric.meaning)).append("</td></tr>\n");
        });
        page.append("</table></div>\n");
    }

    private static void goals(LoadResult result, StringBuilder page) {
        if (result.goals().isEmpty()) {
            return;
        }
        page.append("<h2>Goals</h2><div class=\"t\"><table><tr><th>goal</th><th>limit</th><th>value</th><th>held</th></tr>\n");
        result.goals().forEach(goal -> page.append("<tr><td>").append(goal.metric().wireName()).append("</td><td class=\"n\">")
                .append(escaped(ResultMarkdown.sign(goal) + " " + Numbers.text(goal.limit()))).append("</td><td class=\"n\">").append(Numbers.text(goal.value()))
                .append(goal.held() ? "</td><td>yes" : "</td><td class=\"bad\">NO").append("</td></tr>\n"));
        page.append("</table></div>\n");
    }

    private static void repeat(Repeat repeat, StringBuilder page) {
        Repeat.Books b = repeat.books();
        page.append("<h2>Run ").append(repeat.number()).append("</h2><p>").append(b.sent()).append(" frames sent, ").append(b.detected()).append(" detected, ").append(b.shed())
                .append(" shed, ").append(b.deadLettered()).append(" dead letters, ").append(b.lost()).append(" lost, ").append(b.doubled()).append(" doubled, ")
                .append(b.outOfOrder()).append(" out of order.</p>\n");
        if (!repeat.told().isEmpty()) {
            page.append("<ul>");
            repeat.told().forEach(told -> page.append("<li>").append(escaped(told)).append("</li>"));
            page.append("</ul>\n");
        }
        if (!repeat.segments().isEmpty()) {
            page.append("<div class=\"t\"><table><tr><th>mode</th><th>s</th><th>frames/s</th><th>p50 ms</th><th>p99 ms</th><th>frames a batch</th><th>written after ms</th><th>in force after ms</th><th>settled after ms</th></tr>\n");
            repeat.segments().forEach(s -> page.append("<tr><td>").append(escaped(s.mode())).append("</td><td>").append(Numbers.text(s.fromSeconds())).append(" – ")
                    .append(Numbers.text(s.toSeconds())).append(cell(s.framesPerSecond())).append(cell(s.p50Millis())).append(cell(s.p99Millis())).append(cell(s.meanBatch()))
                    .append(cell(s.writtenMillis())).append(cell(s.inForceMillis())).append(cell(s.settledMillis())).append("</td></tr>\n"));
            page.append("</table></div>\n");
        }
        if (!repeat.stages().isEmpty()) {
            page.append("<div class=\"t\"><table><tr><th>stage</th><th>median, ms</th></tr>\n");
            repeat.stages().forEach((name, millis) -> page.append("<tr><td>").append(escaped(name)).append(cell(millis)).append("</td></tr>\n"));
            page.append("</table></div>\n");
        }
    }

    private static String cell(double value) {
        return "</td><td class=\"n\">" + Numbers.text(value);
    }

    private static String data(byte[] png) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
