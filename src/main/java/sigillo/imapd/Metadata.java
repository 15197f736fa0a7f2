package sigillo.imapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sigillo.account.Annotation;
import sigillo.account.AnnotationLimits;
import sigillo.account.Mailbox;
import sigillo.account.MailboxAnswer;
import sigillo.account.MailboxId;
import sigillo.account.Role;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.imap.GetMetadataCommand;
import sigillo.imap.GetMetadataCommand.Depth;
import sigillo.imap.SetMetadataCommand;
import sigillo.imap.Status;

/**
 * GETMETADATA and SETMETADATA: RFC 5464. An account has one owner, so that both what is /private and what is /shared is the
 * account's. What the mailbox is for is an entry too: RFC 6154 section 4.
 */
final class Metadata {
    private static final String SPECIAL_USE = "/private/specialuse";
    /** RFC 5464 section 3.2.1.1: whom to turn to. Clients only read it; there is none here. */
    private static final String ADMIN = "/shared/admin";

    private final Client client;

    Metadata(Client client) { this.client = client; }

    // ---- reading ----

    Status get(GetMetadataCommand command) throws IOException {
        for (var entry : command.entries()) {
            var fault = fault(entry, true);
            if (!fault.isEmpty()) return Status.bad(fault);
        }
        var mailbox = client.account().mailbox(command.mailbox());
        if (mailbox.isEmpty() && !command.mailbox().isEmpty()) return noSuchMailbox();
        long octets = client.account().annotationOctets(mailbox.map(Mailbox::id));
        long longest;
        try (var _ = client.door().answers().take(client.user().account(), octets)) { // before they are read
            var there = new ArrayList<>(client.account().annotations(mailbox.map(Mailbox::id)));
            mailbox.flatMap(SpecialUse::attribute).ifPresent(use -> there.add(new Annotation(SPECIAL_USE, Bytes.utf8(use))));
            var found = found(command, there);
            longest = tell(mailbox.map(client.account()::path).orElse(""), found, command.octetsMax().orElse(Long.MAX_VALUE));
        }
        // RFC 5464 section 4.2.1
        return longest > 0 ? Status.ok("METADATA LONGENTRIES " + longest, "Some are longer") : Status.ok("Metadata told");
    }

    /** By name, as the client wrote it where it named the entry itself. */
    private static Map<String, Optional<Bytes>> found(GetMetadataCommand command, List<Annotation> there) {
        var found = new LinkedHashMap<String, Optional<Bytes>>();
        for (var entry : command.entries()) {
            var itself = there.stream().filter(one -> one.name().equalsIgnoreCase(entry)).findFirst();
            // RFC 5464 section 4.2.2: with what is below it, an entry is told if it exists
            if (command.depth() == Depth.ZERO || itself.isPresent()) found.put(entry, itself.map(Annotation::value));
            if (command.depth() == Depth.ZERO) continue;
            for (var one : there) if (isBelow(one.name(), entry, command.depth())) found.put(one.name(), Optional.of(one.value()));
        }
        return found;
    }

    private static boolean isBelow(String name, String entry, Depth depth) {
        boolean starts = name.toLowerCase(Locale.ROOT).startsWith(entry.toLowerCase(Locale.ROOT) + "/");
        return starts && (depth == Depth.INFINITY || levels(name) == levels(entry) + 1);
    }

    private static int levels(String entry) { return (int) entry.chars().filter(c -> c == '/').count(); }

    /** How long the longest of those is that are left out; 0 when none is. */
    private long tell(String path, Map<String, Optional<Bytes>> found, long octetsMax) throws IOException {
        long longest = 0;
        boolean hasBegun = false;
        for (var one : found.entrySet()) {
            int octets = one.getValue().map(Bytes::length).orElse(0);
            if (octets > octetsMax) {
                longest = Math.max(longest, octets);
                continue;
            }
            if (!hasBegun) client.out().raw("* METADATA ").mailbox(path).raw(" (");
            else client.out().raw(" ");
            hasBegun = true;
            value(one.getKey(), one.getValue());
        }
        if (hasBegun) client.out().raw(")").crlf();
        return longest;
    }

    private void value(String name, Optional<Bytes> value) throws IOException {
        var out = client.out().text(name).raw(" ");
        if (value.isEmpty()) out.nil();
        else if (hasNul(value.get())) out.literal8(Octets.of(value.get().toArray()));
        else out.string(value.get().toArray());
    }

    private static boolean hasNul(Bytes value) {
        for (byte octet : value.toArray()) if (octet == 0) return true;
        return false;
    }

    // ---- writing ----

    Status set(SetMetadataCommand command) {
        var fault = fault(command);
        if (fault.isPresent()) return fault.get();
        var mailbox = client.account().mailbox(command.mailbox());
        if (mailbox.isEmpty() && !command.mailbox().isEmpty()) return noSuchMailbox();
        var values = new LinkedHashMap<String, Optional<Bytes>>();
        for (var value : command.values()) values.put(value.entry(), value.octets());
        var use = values.keySet().stream().filter(SPECIAL_USE::equalsIgnoreCase).findFirst();
        if (use.isPresent()) return use(mailbox, values, use.get());
        return status(mailbox.map(Mailbox::id), values);
    }

    private Status status(Optional<MailboxId> mailbox, Map<String, Optional<Bytes>> values) {
        return switch (client.account().annotate(mailbox, values)) {
            case DONE -> Status.ok("Metadata kept");
            case NO_SUCH_MAILBOX -> noSuchMailbox();
            case TOO_MANY -> Status.no("METADATA TOOMANY", "There are too many"); // RFC 5464 section 4.3
            case OVER_QUOTA -> Status.no("OVERQUOTA", "The account holds as much as it may");
        };
    }

    /** Which changes the mailbox itself, and therefore comes alone: all that one command sets is set, or nothing. */
    private Status use(Optional<Mailbox> mailbox, Map<String, Optional<Bytes>> values, String name) {
        if (mailbox.isEmpty() || values.size() > 1) return Status.no("CANNOT", "What a mailbox is for is set by itself");
        var wanted = values.get(name).map(Bytes::toUtf8).filter(text -> !text.isEmpty());
        var role = wanted.flatMap(text -> SpecialUse.role(text.toUpperCase(Locale.ROOT)));
        if (wanted.isPresent() && role.isEmpty()) return Status.no("USEATTR", "There is no mailbox for such a use");
        return role(mailbox.get().id(), role);
    }

    private Status role(MailboxId mailbox, Optional<Role> role) {
        return switch (client.account().role(mailbox, role)) {
            case MailboxAnswer.Done _ -> Status.ok("Metadata kept");
            case MailboxAnswer.NotAllowed(var why) -> Status.no("USEATTR", Texts.ascii(why));
            default -> noSuchMailbox();
        };
    }

    private static Optional<Status> fault(SetMetadataCommand command) {
        for (var value : command.values()) {
            var why = fault(value.entry(), false);
            if (!why.isEmpty()) return Optional.of(Status.bad(why));
            if (command.mailbox().isEmpty() && value.entry().equalsIgnoreCase(ADMIN)) {
                return Optional.of(Status.no("NOPERM", "Only the operator says who he is"));
            }
            // RFC 5464 section 4.3
            if (value.octets().map(Bytes::length).orElse(0) > AnnotationLimits.VALUE_OCTETS_MAX) {
                return Optional.of(Status.no("METADATA MAXSIZE " + AnnotationLimits.VALUE_OCTETS_MAX, "A value is too long"));
            }
        }
        return Optional.empty();
    }

    /** What is wrong with a name: RFC 5464 section 3.2. {@code asked}: a whole scope may be meant, to see what is below it. */
    private static String fault(String entry, boolean asked) {
        if (entry.length() > AnnotationLimits.NAME_OCTETS_MAX) return "A name of an entry is too long";
        if (!entry.chars().allMatch(c -> c > 0x19 && c < 0x7F && c != '*' && c != '%')) return "A name of an entry is plain ASCII";
        if (entry.endsWith("/") || entry.contains("//")) return "A name of an entry has an empty part";
        var parts = Arrays.asList(entry.toLowerCase(Locale.ROOT).split("/"));
        boolean isScoped = parts.size() > 1 && parts.getFirst().isEmpty() && List.of("private", "shared").contains(parts.get(1));
        if (!isScoped) return "A name of an entry begins with /private or /shared";
        boolean isVendors = parts.size() > 2 && parts.get(2).equals("vendor");
        return asked && parts.size() >= 2 || parts.size() > (isVendors ? 4 : 2) ? "" : "A name of an entry has too few parts";
    }

    private static Status noSuchMailbox() { return Status.no("NONEXISTENT", "There is no such mailbox"); }
}
