package sigillo.base;

import java.util.Locale;

/** Sizes for people: "9.4 GiB", in Italian "9,4 GiB". */
public final class Sizes {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

    private Sizes() {}

    /** In the largest unit of which there is one; KiB at least. */
    public static String shown(long octets, Locale locale) {
        double value = octets / 1024.0;
        int unit = 0;
        for (; value >= 1024 && unit < UNITS.length - 1; unit++) value /= 1024;
        return String.format(locale, "%.1f %s", value, UNITS[unit]);
    }
}
