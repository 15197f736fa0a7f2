package sigillo.submission;

import java.util.Optional;
import sigillo.base.Address;
import sigillo.directory.Recipients;
import sigillo.directory.User;
import sigillo.message.Header;
import sigillo.message.HeaderField;
import sigillo.message.NamedAddress;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;

/** Nobody writes in another's name: RFC 6409 sections 6.1 and 8.1, RFC 5322 section 3.6.2. Each check says why not. */
final class Authors {
    private final Recipients recipients;

    Authors(Recipients recipients) { this.recipients = recipients; }

    boolean owns(User user, Address address) { return recipients.owns(user, address); }

    /** The empty path is for notifications that a mail program writes, such as RFC 8098's. */
    Optional<SmtpReply> sender(User user, ReversePath from) {
        return from.sender().filter(address -> !owns(user, address)).map(address -> foreign("envelope sender", address));
    }

    /** All of From and Sender. Without From there is nothing to check: it is added. */
    Optional<SmtpReply> header(User user, Header header) {
        return field(user, header, "From").or(() -> field(user, header, "Sender"));
    }

    private Optional<SmtpReply> field(User user, Header header, String name) {
        var fields = header.all(name);
        if (fields.size() > 1) return Optional.of(malformed("more than one " + name + " field"));
        return fields.stream().findFirst().flatMap(field -> field(user, field));
    }

    private Optional<SmtpReply> field(User user, HeaderField field) {
        var all = field.addresses().flat();
        if (all.isEmpty()) return Optional.of(malformed(field.name() + " names no address"));
        return all.stream().flatMap(one -> address(user, field, one).stream()).findFirst();
    }

    private Optional<SmtpReply> address(User user, HeaderField field, NamedAddress one) {
        // RFC 5322 section 4.4: a route is read by some as the author and by others not at all.
        var address = one.route().isEmpty() ? one.address() : Optional.<Address>empty();
        if (address.isEmpty()) return Optional.of(malformed(field.name() + " has something that is no address"));
        var shown = Address.parse(one.name().strip()).filter(named -> recipients.isLocal(named.domain()) && !owns(user, named));
        if (shown.isPresent()) return shown.map(named -> foreign("the name in " + field.name(), named));
        return address.filter(a -> !owns(user, a)).map(a -> foreign(field.name(), a));
    }

    private static SmtpReply malformed(String what) {
        return SmtpReply.of(554, "5.6.0", "The header is not well-formed: " + what);
    }

    private static SmtpReply foreign(String where, Address address) {
        var ascii = address.toString().replaceAll("[^ -~]", "?");
        return SmtpReply.of(550, "5.7.1", "You may not send as <" + ascii + ">: " + where);
    }
}
