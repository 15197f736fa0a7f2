package sigillo.reporting;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sigillo.base.Domain;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** How often what was seen of one domain on one day (UTC). {@code leftOut}: what was too much to count by itself. */
record Tally(Kind kind, LocalDate day, Domain domain, Map<List<String>, Long> lines, long leftOut) {
    private static final int VERSION = 1;

    enum Kind { TLS, DMARC }

    /** Both together, within {@link ReportingLimits#LINES_MAX}. */
    Tally with(Map<List<String>, Long> more, long moreLeftOut) {
        var all = new LinkedHashMap<>(lines);
        long left = leftOut + moreLeftOut;
        for (var line : more.entrySet()) {
            if (all.containsKey(line.getKey()) || all.size() < ReportingLimits.LINES_MAX) all.merge(line.getKey(), line.getValue(), Long::sum);
            else left += line.getValue();
        }
        return new Tally(kind, day, domain, all, left);
    }

    byte[] encode() {
        var out = new RowOut(VERSION).text(kind.name()).text(day.toString()).text(domain.name()).number(leftOut).number(lines.size());
        lines.forEach((fields, count) -> {
            out.number(count).number(fields.size());
            fields.forEach(out::text);
        });
        return out.done();
    }

    /** Throws {@link sigillo.store.StoreException} for what is none. */
    static Tally decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var kind = Kind.valueOf(in.text());
        var day = LocalDate.parse(in.text());
        var domain = Domain.parse(in.text()).orElseThrow(() -> RowIn.broken("no domain"));
        long leftOut = in.number();
        var lines = new LinkedHashMap<List<String>, Long>();
        for (long left = in.number(); left > 0; left--) {
            long count = in.number();
            var fields = new ArrayList<String>();
            for (long n = in.number(); n > 0; n--) fields.add(in.text());
            lines.put(List.copyOf(fields), count);
        }
        return new Tally(kind, day, domain, lines, leftOut);
    }
}
