package sigillo.directory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Domain;

/**
 * Mail to {@code name} goes to the targets, here or elsewhere. With {@code writers} it is a group, to which not everybody
 * may write. {@code membersSpeak}: whoever gets its mail may write under it.
 */
public record AliasRecord(Name name, List<Address> targets, Instant createdAt, Writers writers, boolean membersSpeak) {
    public AliasRecord {
        targets = List.copyOf(targets);
    }

    public AliasRecord(Name name, List<Address> targets, Instant createdAt) {
        this(name, targets, createdAt, Writers.ANYONE, true);
    }

    AliasRecord targets(List<Address> others) { return new AliasRecord(name, others, createdAt, writers, membersSpeak); }

    AliasRecord rules(Writers who, boolean speak) { return new AliasRecord(name, targets, createdAt, who, speak); }

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

        /** Of one that is not a catch-all. */
        default Optional<Address> single() {
            return this instanceof Of(var address) ? Optional.of(address) : Optional.empty();
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
