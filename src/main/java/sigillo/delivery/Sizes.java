package sigillo.delivery;

import java.util.Locale;

/** Sizes for people: "9.4 GiB". */
final class Sizes {
    private static final String[] UNITS = {"octets", "KiB", "MiB", "GiB", "TiB"};

    private Sizes() {}

    static String shown(long octets) {
        int unit = 0;
        double value = octets;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? octets + " " + UNITS[0] : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
