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
import sigillo.message.Extract;
import sigillo.message.Header;
import sigillo.message.Message;
import sigillo.message.MessageEnvelope;
import sigillo.message.MessageIds;
import sigillo.message.NamedAddress;
import sigillo.message.SearchText;
import sigillo.message.Subjects;

/** What a message is read for once, when it comes: the records that serve lists and searches, and what it says of its thread. {@code sketch}: empty where there is none. */
record Content(Clues clues, byte[] meta, byte[] text, byte[] sketch, long lengthWithCrlf) {
    /**
     * How much of messages is read for lists and searches at once, over all accounts: HTML as a tree takes 30 times its
     * length of the heap, and strangers choose how many mails end in the same moment.
     */
    static final int AT_ONCE_KIB = 512;
    /** What one message counts at most: no more of its text is turned into a tree. */
    static final int OF_ONE_KIB = 512;
    private static final Semaphore READING = new Semaphore(AT_ONCE_KIB, true);

    static Content read(Octets octets) throws IOException {
        return weighed(octets, () -> {
            var message = Message.parse(octets);
            var extract = Extract.of(message);
            var clues = clues(extract.meta().envelope(), message.header());
            var text = extract.text();
            return new Content(clues, extract.meta().encode(), text.encode(), text.sketch(), message.lengthWithCrlf());
        });
    }

    static SearchText text(Message message) throws IOException {
        return weighed(message.octets(), () -> SearchText.of(message.octets(), message.root()));
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T weighed(Octets octets, Reading<T> reading) throws IOException {
        int weight = Math.clamp(octets.length() >> 10, 1, OF_ONE_KIB);
        READING.acquireUninterruptibly(weight);
        try {
            return reading.read();
        } finally {
            READING.release(weight);
        }
    }

    private static Clues clues(MessageEnvelope envelope, Header header) {
        var authors = envelope.from();
        var from = authors.flat().stream().map(Content::person).findFirst();
        var people = new LinkedHashSet<String>();
        Stream.of(authors, envelope.sender(authors), envelope.replyTo(authors), envelope.to(), envelope.cc())
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
