package sigillo.spam;

import java.lang.Character.UnicodeScript;
import sigillo.base.Domain;

/** Names of hosts that look like others: letters of several scripts in one label. Unicode TR 39 section 5.1. */
final class Lookalikes {
    private Lookalikes() {}

    /** {@code host}: as it is written, or with its labels in the letters of DNS. */
    static boolean isOne(String host) {
        if (!host.contains("xn--") && host.chars().allMatch(c -> c < 0x80)) return false;
        var name = Domain.parse(host).map(Domain::display).orElse(host);
        for (var label : name.split("\\.")) if (isMixed(label)) return true;
        return false;
    }

    private static boolean isMixed(String label) {
        boolean latin = false;
        boolean cyrillic = false;
        boolean greek = false;
        for (int i = 0; i < label.length(); i++) {
            var script = UnicodeScript.of(label.charAt(i));
            latin |= script == UnicodeScript.LATIN;
            cyrillic |= script == UnicodeScript.CYRILLIC;
            greek |= script == UnicodeScript.GREEK;
        }
        return (latin ? 1 : 0) + (cyrillic ? 1 : 0) + (greek ? 1 : 0) > 1;
    }
}
