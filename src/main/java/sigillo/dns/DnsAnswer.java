package sigillo.dns;

import java.util.List;

/** The answer to one question. */
public sealed interface DnsAnswer {

    /** At least one record of the type that was asked for. */
    record Found(List<DnsData> records) implements DnsAnswer {
        public Found {
            records = List.copyOf(records);
        }
    }

    /** No such record; {@code nameExists} is false for NXDOMAIN. RFC 2308 section 2. */
    record Nothing(boolean nameExists) implements DnsAnswer {}

    /** Nobody could say. {@code why} is for people. */
    record Failed(DnsFailure failure, String why) implements DnsAnswer {}

    /** The records of one kind; none unless {@link Found}. */
    default <T extends DnsData> List<T> all(Class<T> kind) {
        return this instanceof Found(var records)
            ? records.stream().filter(kind::isInstance).map(kind::cast).toList() : List.of();
    }

    /** The texts of all TXT records. */
    default List<String> texts() { return all(DnsData.Text.class).stream().map(DnsData.Text::raw).toList(); }
}
