package sigillo.imapd;

import java.io.IOException;
import java.util.Optional;
import sigillo.imap.ImapWriter;
import sigillo.message.AddressEntry;
import sigillo.message.AddressGroup;
import sigillo.message.AddressList;
import sigillo.message.MessageEnvelope;
import sigillo.message.MetaRecord;
import sigillo.message.MetaRecord.Field;
import sigillo.message.NamedAddress;
import sigillo.message.PlainAddresses;

/** Writes ENVELOPE: RFC 9051 section 7.5.2. Values are those of the message, undecoded. */
final class EnvelopeWriter {
    private final ImapWriter out;
    private final PlainAddresses plain = new PlainAddresses();

    EnvelopeWriter(ImapWriter out) { this.out = out; }

    /** Of a message that is kept: most of it goes from there to the client as it is. */
    void write(MetaRecord kept) throws IOException {
        out.raw("(");
        field(kept, Field.DATE).raw(" ");
        field(kept, Field.SUBJECT).raw(" ");
        authors(kept);
        addresses(kept, Field.TO).raw(" ");
        addresses(kept, Field.CC).raw(" ");
        addresses(kept, Field.BCC).raw(" ");
        field(kept, Field.IN_REPLY_TO).raw(" ");
        field(kept, Field.MESSAGE_ID).raw(")");
    }

    void write(MessageEnvelope e) throws IOException {
        var from = e.from();
        out.raw("(");
        field(e.rawDate()).raw(" ");
        field(e.rawSubject()).raw(" ");
        authors(from, e.sender(from), e.replyTo(from));
        addresses(e.to()).raw(" ");
        addresses(e.cc()).raw(" ");
        addresses(e.bcc()).raw(" ");
        field(e.rawInReplyTo()).raw(" ");
        field(e.rawMessageId()).raw(")");
    }

    private ImapWriter field(Optional<String> raw) throws IOException { return out.nraw(raw.orElse(null)); }

    private ImapWriter field(MetaRecord kept, Field field) throws IOException {
        var octets = kept.octets(field);
        return octets.isPresent() ? out.string(octets.get()) : out.nil();
    }

    private void authors(MetaRecord kept) throws IOException {
        long start = out.written();
        addresses(kept, Field.FROM);
        long end = out.written();
        out.raw(" ");
        addressesOrFrom(kept, Field.SENDER, start, end).raw(" ");
        addressesOrFrom(kept, Field.REPLY_TO, start, end).raw(" ");
    }

    /** RFC 9051 section 7.5.2: an absent or empty one is From, which has just been written from there to there. */
    private ImapWriter addressesOrFrom(MetaRecord kept, Field field, long start, long end) throws IOException {
        var octets = kept.octets(field);
        if (octets.isPresent()) {
            if (plain.isRead(octets.get())) return plainAddresses();
            var list = kept.addresses(field);
            if (!list.isEmpty()) return addresses(list);
        }
        return out.again(start, end) ? out : addresses(kept, Field.FROM);
    }

    private ImapWriter addresses(MetaRecord kept, Field field) throws IOException {
        var octets = kept.octets(field);
        if (octets.isEmpty()) return out.nil();
        return plain.isRead(octets.get()) ? plainAddresses() : addresses(kept.addresses(field));
    }

    private ImapWriter plainAddresses() throws IOException {
        out.raw("(");
        for (int i = 0; i < plain.count(); i++) {
            out.raw("(");
            if (plain.hasName(i)) out.string(plain.name(i));
            else out.nil();
            out.raw(" NIL ").string(plain.localPart(i)).raw(" ").string(plain.domain(i)).raw(")");
        }
        return out.raw(")");
    }

    private void authors(AddressList from, AddressList sender, AddressList replyTo) throws IOException {
        long start = out.written();
        addresses(from);
        long end = out.written();
        out.raw(" ");
        sameOr(sender, from, start, end).raw(" ");
        sameOr(replyTo, from, start, end).raw(" ");
    }

    /** Mostly they are those of From, which have just been written from there to there. */
    private ImapWriter sameOr(AddressList list, AddressList from, long start, long end) throws IOException {
        return list == from && out.again(start, end) ? out : addresses(list);
    }

    private ImapWriter addresses(AddressList list) throws IOException {
        if (list.isEmpty()) return out.nil();
        out.raw("(");
        for (var entry : list.entries()) entry(entry);
        return out.raw(")");
    }

    private void entry(AddressEntry entry) throws IOException {
        switch (entry) {
            case NamedAddress one -> address(one);
            case AddressGroup group -> {
                // RFC 9051 section 7.5.2: a group begins with its name and no host, and ends with neither
                out.raw("(NIL NIL ").nraw(group.rawName()).raw(" NIL)");
                for (var member : group.members()) address(member);
                out.raw("(NIL NIL NIL NIL)");
            }
        }
    }

    private void address(NamedAddress a) throws IOException {
        out.raw("(").nraw(a.rawName().isEmpty() ? null : a.rawName());
        out.raw(" ").nraw(a.route().isEmpty() ? null : a.route());
        // A bare word gets an empty host: NIL would begin a group.
        out.raw(" ").nraw(unquoted(a.localPart())).raw(" ").nraw(a.domain()).raw(")");
    }

    /** RFC 9051 section 9, addr-mailbox: the local part after removing quoting. */
    private static String unquoted(String localPart) {
        if (localPart.length() < 2 || !localPart.startsWith("\"") || !localPart.endsWith("\"")) return localPart;
        var plain = new StringBuilder();
        for (int i = 1; i < localPart.length() - 1; i++) {
            if (localPart.charAt(i) == '\\' && i + 1 < localPart.length() - 1) i++;
            plain.append(localPart.charAt(i));
        }
        return plain.toString();
    }
}
