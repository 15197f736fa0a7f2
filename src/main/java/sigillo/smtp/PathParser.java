package sigillo.smtp;

import sigillo.base.Address;
import sigillo.base.Domain;

/** Reads a path: RFC 5321 section 4.1.2. Local parts stay as they are, quotes and case included. */
final class PathParser {
    private final Cursor cursor;

    PathParser(Cursor cursor) { this.cursor = cursor; }

    ReversePath reversePath() throws Refusal {
        if (!cursor.take('<')) throw Refusal.badSender("The sender's address stands in < and >");
        if (cursor.take('>')) return ReversePath.NULL;
        var local = localPart();
        var address = cursor.peek() == '@' ? address(local) : null;
        if (address == null || !cursor.take('>')) throw Refusal.badSender("Bad syntax of the sender's address");
        return ReversePath.of(address);
    }

    ForwardPath forwardPath() throws Refusal {
        if (!cursor.take('<')) throw Refusal.badRecipient("A recipient's address stands in < and >");
        var local = localPart();
        if (local.equalsIgnoreCase("postmaster") && cursor.take('>')) return new ForwardPath.Postmaster();
        var address = cursor.peek() == '@' ? address(local) : null;
        if (address == null || !cursor.take('>')) throw Refusal.badRecipient("Bad syntax of the recipient's address");
        return new ForwardPath.To(address);
    }

    private String localPart() {
        skipSourceRoute();
        return cursor.peek() == '"' ? cursor.quoted() : cursor.upTo("@> ");
    }

    /** RFC 5321 section 4.1.1.3 and appendix C: {@code @one,@two:user@domain} is accepted, and the route ignored. */
    private void skipSourceRoute() {
        if (cursor.peek() != '@') return;
        cursor.upTo(":> \"");
        cursor.take(':');
    }

    private Address address(String local) {
        cursor.take('@');
        var domain = Domain.parse(cursor.upTo(">"));
        return domain.isPresent() && Address.isLocalPart(local) ? new Address(local, domain.get()) : null;
    }
}
