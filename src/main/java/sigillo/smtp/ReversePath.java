package sigillo.smtp;

import java.util.Optional;
import sigillo.base.Address;

/** RFC 5321 section 4.1.2: {@code Reverse-path = Path / "<>"}. The empty path is a notification's. */
public sealed interface ReversePath {
    ReversePath NULL = new Null();

    record Null() implements ReversePath {
        @Override public String toString() { return "<>"; }
    }

    record From(Address address) implements ReversePath {
        @Override public String toString() { return "<" + address + ">"; }
    }

    static ReversePath of(Address address) { return new From(address); }

    default Optional<Address> sender() {
        return this instanceof From(var address) ? Optional.of(address) : Optional.empty();
    }
}
