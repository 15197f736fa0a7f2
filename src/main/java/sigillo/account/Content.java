package sigillo.account;

import java.io.IOException;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import sigillo.base.Octets;
import sigillo.message.AddressList;
import sigillo.message.Header;
import sigillo.message.Message;
import sigillo.message.MessageEnvelope;
import sigillo.message.MessageIds;
import sigillo.message.MessageMeta;
import sigillo.message.NamedAddress;
import sigillo.message.SearchText;
import sigillo.message.Subjects;

/** What a message is read for once, when it comes: the records that serve lists and searches, and what it says of its thread. */
record Content(Clues clues, byte[] meta, byte[] text) {
    /** Beyond this, no more messages than cores are turned into text at the same time: HTML takes many times its length. */
    private static final int LARGE_OCTETS = 128 << 10;
    private static final Semaphore LARGE = new Semaphore(Runtime.getRuntime().availableProcessors());

    static Content read(Octets octets) throws IOException {
        var message = Message.parse(octets);
        var meta = MessageMeta.of(message);
        return new Content(clues(meta.envelope(), message.header()), meta.encode(), text(message).encode());
    }

    static SearchText text(Message message) throws IOException {
        if (message.octets().length() <= LARGE_OCTETS) return SearchText.of(message.octets(), message.root());
        LARGE.acquireUninterruptibly();
        try {
            return SearchText.of(message.octets(), message.root());
        } finally {
            LARGE.release();
        }
    }

    private static Clues clues(MessageEnvelope envelope, Header header) {
        var from = envelope.from().flat().stream().map(Content::person).findFirst();
        var people = new LinkedHashSet<String>();
        Stream.of(envelope.from(), envelope.sender(), envelope.replyTo(), envelope.to(), envelope.cc())
            .map(AddressList::flat).flatMap(List::stream).map(Content::person).distinct().limit(Clues.PEOPLE_MAX)
            .forEach(people::add);
        var subject = Subjects.base(envelope.subject().orElse(""));
        return new Clues(envelope.messageId(), references(envelope, header),
            Normalizer.normalize(subject, Normalizer.Form.NFC).toLowerCase(Locale.ROOT), from, people);
    }

    private static String person(NamedAddress address) { return address.addrSpec().toLowerCase(Locale.ROOT); }

    /**
     * RFC 5322 section 3.6.4: the parent is the last of References, or in In-Reply-To. Of many, the last ones and the
     * very first, which names the whole thread.
     */
    private static List<String> references(MessageEnvelope envelope, Header header) {
        var references = header.first("references").map(field -> MessageIds.parse(field.raw())).orElse(List.of());
        var nearestFirst = new LinkedHashSet<String>();
        if (!references.isEmpty()) nearestFirst.add(references.getLast());
        envelope.inReplyTo().stream().limit(Clues.PARENTS_MAX).forEach(nearestFirst::add);
        references.reversed().stream().limit(Clues.LAST_REFERENCES).forEach(nearestFirst::add);
        if (!references.isEmpty()) nearestFirst.add(references.getFirst());
        return List.copyOf(nearestFirst);
    }
}
