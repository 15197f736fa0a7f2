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
        boolean comesHere = takesMail || findings.stream().anyMatch(one -> one.wanted().purpose() == Purpose.MX && one.isRight());
        for (var one : findings) {
            if (one.isRight()) continue;
            if (!isOurs(one, takesMail, comesHere)) {
                left.add(one);
                continue;
            }
            var record = one.wanted().record();
            if (gives(one)) one.seen().forEach(value -> remove.add(new ZoneRecord(record.name(), record.type(), value)));
            add.add(record);
        }
        return new Publishing(remove, add, left);
    }

    /** Whether it can be changed from here without taking anything from anybody. {@code comesHere}: mail of the domain. */
    private static boolean isOurs(Finding one, boolean takesMail, boolean comesHere) {
        return switch (one.fault()) {
            case NONE, UNKNOWN, DIVIDED -> false;
            case IMPLICIT, BEHIND_OTHERS -> takesMail;
            case MISSING -> switch (one.wanted().purpose()) {
                // RFC 8659 section 3: from then on nobody else may, for all names below the domain too
                case AUTHORITY -> false;
                // RFC 8461 section 5: while mail goes elsewhere, who obeys would refuse to send it
                case MTA_STS -> comesHere;
                case HOST, MX, SPF, DKIM, DMARC, TLS_REPORTS, DANE, PROGRAMS -> true;
            };
            case SEVERAL, CUT, MANGLED -> true;
            case OTHER -> switch (one.wanted().purpose()) {
                case MX -> takesMail;
                // an address or an alias leads somewhere today; a certificate authority is somebody's choice
                case HOST, AUTHORITY -> false;
                case PROGRAMS, MTA_STS -> comesHere && one.wanted().record().type() != Type.CNAME;
                case TLS_REPORTS, SPF, DKIM, DMARC, DANE -> true;
            };
        };
    }

    /** Keys of the host stand side by side while one follows the other: RFC 7672 section 8.1. What an address is stays. */
    private static boolean gives(Finding one) {
        return one.wanted().purpose() != Purpose.DANE && one.fault() != Finding.Fault.IMPLICIT;
    }

    public boolean isNothing() { return remove.isEmpty() && add.isEmpty(); }
}
