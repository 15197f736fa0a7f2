package sigillo.directory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Domain;

/** Mail to {@code name} goes to the targets, here or elsewhere. */
public record AliasRecord(Name name, List<Address> targets, Instant createdAt) {
    public AliasRecord {
        targets = List.copyOf(targets);
    }

    /** An address of ours, or all addresses of a domain that are nobody's. */
    public sealed interface Name {
        record Of(Address address) implements Name {
            @Override public String toString() { return address.toString(); }
        }

        record CatchAll(Domain domain) implements Name {
            @Override public String toString() { return "@" + domain; }
        }

        /** Reads {@code info@home.example} or {@code @home.example}; empty for anything else. */
        static Optional<Name> parse(String text) {
            return text.startsWith("@")
                ? Domain.parse(text.substring(1)).map(CatchAll::new)
                : Address.parse(text).map(Of::new);
        }

        default Domain domain() {
            return switch (this) {
                case Of(var address) -> address.domain();
                case CatchAll(var domain) -> domain;
            };
        }

        /** How it is found: {@link Address#lookupKey}, or {@code @} and the domain, which no address has. */
        default String lookupKey() {
            return switch (this) {
                case Of(var address) -> address.lookupKey();
                case CatchAll(var domain) -> "@" + domain.name();
            };
        }
    }
}
