package sigillo.message;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The ten fields of IMAP's ENVELOPE (RFC 9051 section 7.5.2), raw as the message has them, and decoded on demand.
 * An absent field is empty; a field without a value is an empty string. To, Cc and Bcc join all fields of their name
 * (RFC 5322 section 3.6 allows one, some programs write one a recipient).
 */
public record MessageEnvelope(Optional<String> rawDate, Optional<String> rawSubject, Optional<String> rawFrom,
                              Optional<String> rawSender, Optional<String> rawReplyTo, Optional<String> rawTo,
                              Optional<String> rawCc, Optional<String> rawBcc, Optional<String> rawInReplyTo,
                              Optional<String> rawMessageId) {
    public static final MessageEnvelope EMPTY = new MessageEnvelope(Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty());

    /** Each field is cut at {@code fieldOctetsMax}. */
    public static MessageEnvelope of(Header header, int fieldOctetsMax) {
        var read = new Reader(header, fieldOctetsMax);
        return new MessageEnvelope(read.first("date"), read.first("subject"), read.first("from"), read.first("sender"),
            read.first("reply-to"), read.joined("to"), read.joined("cc"), read.joined("bcc"),
            read.first("in-reply-to"), read.first("message-id"));
    }

    public Optional<OffsetDateTime> date() { return rawDate.flatMap(DateTime::parse); }

    public Optional<String> subject() { return rawSubject.map(HeaderText::decode); }

    public AddressList from() { return addresses(rawFrom); }

    /** RFC 9051 section 7.5.2: an absent or empty Sender is From. */
    public AddressList sender() { return sender(from()); }

    /** The same for who has {@link #from} already. */
    public AddressList sender(AddressList from) { return addresses(rawSender).or(from); }

    /** RFC 9051 section 7.5.2: an absent or empty Reply-To is From. */
    public AddressList replyTo() { return replyTo(from()); }

    public AddressList replyTo(AddressList from) { return addresses(rawReplyTo).or(from); }

    public AddressList to() { return addresses(rawTo); }

    public AddressList cc() { return addresses(rawCc); }

    public AddressList bcc() { return addresses(rawBcc); }

    /** Without angle brackets. */
    public List<String> inReplyTo() { return rawInReplyTo.map(MessageIds::parse).orElse(List.of()); }

    /** Without angle brackets. */
    public Optional<String> messageId() {
        return rawMessageId.flatMap(raw -> MessageIds.parse(raw).stream().findFirst());
    }

    /** The ten fields in IMAP's order. */
    List<Optional<String>> rawFields() {
        return List.of(rawDate, rawSubject, rawFrom, rawSender, rawReplyTo, rawTo, rawCc, rawBcc, rawInReplyTo,
            rawMessageId);
    }

    static MessageEnvelope ofRawFields(List<Optional<String>> raw) {
        return new MessageEnvelope(raw.get(0), raw.get(1), raw.get(2), raw.get(3), raw.get(4), raw.get(5), raw.get(6),
            raw.get(7), raw.get(8), raw.get(9));
    }

    /** About what this keeps in memory, in octets. */
    int weight() {
        int weight = 64;
        for (var field : rawFields()) weight += field.map(String::length).orElse(0);
        return weight;
    }

    private static AddressList addresses(Optional<String> raw) {
        return raw.map(AddressList::parse).orElse(AddressList.EMPTY);
    }

    private record Reader(Header header, int octetsMax) {
        Optional<String> first(String name) { return header.first(name).map(field -> field.raw(octetsMax)); }

        Optional<String> joined(String name) {
            var all = header.all(name);
            if (all.size() < 2) return all.stream().findFirst().map(field -> field.raw(octetsMax));
            var raws = new ArrayList<String>();
            int octets = 0;
            for (var field : all) {
                if (octets < octetsMax) raws.add(field.raw(octetsMax - octets));
                octets += raws.getLast().length() + 2;
            }
            return Optional.of(raws.stream().collect(Collectors.joining(", ")));
        }
    }
}
