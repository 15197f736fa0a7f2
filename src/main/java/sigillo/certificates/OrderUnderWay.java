package sigillo.certificates;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** An order that an authority has, and that a restart goes on with. {@code key}: the TLSA data of the key that it is for. */
record OrderUnderWay(String directory, String place, List<String> names, String key, Instant begun) {
    private static final int VERSION = 1;

    OrderUnderWay {
        names = List.copyOf(names);
    }

    byte[] encode() {
        var out = new RowOut(VERSION).text(directory).text(place).number(names.size());
        names.forEach(out::text);
        return out.text(key).time(begun).done();
    }

    static OrderUnderWay decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var directory = in.text();
        var place = in.text();
        var names = new ArrayList<String>();
        for (int left = in.count(); left > 0; left--) names.add(in.text());
        return new OrderUnderWay(directory, place, names, in.text(), in.time());
    }
}
