package sigillo.setup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sigillo.zone.Finding;
import sigillo.zone.Purpose;
import sigillo.zone.ZoneRecord;
import sigillo.zone.ZoneRecord.Type;

/**
 * Which changes make a domain right, and what is left to its owner. What stands there for another purpose stays; where mail
 * goes is only changed when its owner asks for it, since it would go nowhere else from then on.
 */
public record Publishing(List<ZoneRecord> remove, List<ZoneRecord> add, List<Finding> left) {
    /** Who has the zone. */
    public interface Publisher {
        /** Throws {@link IOException} with a sentence; then perhaps some of it is done. */
        void change(List<ZoneRecord> remove, List<ZoneRecord> add) throws IOException;
    }

    public Publishing {
        remove = List.copyOf(remove);
        add = List.copyOf(add);
        left = List.copyOf(left);
    }

    /** {@code takesMail}: MX of others give way. */
    public static Publishing of(List<Finding> findings, boolean takesMail) {
        var remove = new ArrayList<ZoneRecord>();
        var add = new ArrayList<ZoneRecord>();
        var left = new ArrayList<Finding>();
        for (var one : findings) {
            if (one.isRight()) continue;
            if (!isOurs(one, takesMail)) {
                left.add(one);
                continue;
            }
            var record = one.wanted().record();
            if (gives(one)) one.seen().forEach(value -> remove.add(new ZoneRecord(record.name(), record.type(), value)));
            add.add(record);
        }
        return new Publishing(remove, add, left);
    }

    /** Whether it can be changed from here without taking anything from anybody. */
    private static boolean isOurs(Finding one, boolean takesMail) {
        return switch (one.fault()) {
            case NONE, UNKNOWN, DIVIDED -> false;
            case MISSING -> true;
            case SEVERAL, CUT, MANGLED -> true;
            case BEHIND_OTHERS -> takesMail;
            case OTHER -> switch (one.wanted().purpose()) {
                case MX -> takesMail;
                // an address or an alias leads somewhere today; a certificate authority is somebody's choice
                case HOST, AUTHORITY -> false;
                case PROGRAMS, MTA_STS, TLS_REPORTS -> one.wanted().record().type() != Type.CNAME;
                case SPF, DKIM, DMARC, DANE -> true;
            };
        };
    }

    /** Keys of the host stand side by side while one follows the other: RFC 7672 section 8.1. */
    private static boolean gives(Finding one) { return one.wanted().purpose() != Purpose.DANE; }

    public boolean isNothing() { return remove.isEmpty() && add.isEmpty(); }
}
