package sigillo.resolver;

import java.util.List;
import sigillo.dns.DnsFailure;

/** What DNS says to a question. For mail it is one fate that there is none, and another that nobody could say. */
public sealed interface Answer<T> {

    /** At least one record. {@code secure}: validated with DNSSEC by the resolver that we trust. */
    record Found<T>(List<T> records, boolean secure) implements Answer<T> {
        public Found {
            records = List.copyOf(records);
        }
    }

    /** The name exists, but not with this type. */
    record NoData<T>() implements Answer<T> {}

    /** RFC 2308 section 2.1: the name does not exist, with no type. */
    record NoSuchDomain<T>() implements Answer<T> {}

    /** A time-out or a broken server: ask again later. {@code why} is for people. */
    record Temporary<T>(DnsFailure failure, String why) implements Answer<T> {}
}
