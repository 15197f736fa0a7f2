package sigillo.jmapd;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import sigillo.account.Keyword;
import sigillo.account.MailboxId;
import sigillo.jmap.Arguments;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.MethodError;
import sigillo.jmap.SearchWords;

/** A FilterCondition of Emails: RFC 8621 section 4.4.1. All that is there must hold. */
record EmailCondition(
        Optional<MailboxId> inMailbox, Set<MailboxId> inMailboxOtherThan, boolean hasOtherThan,
            Optional<Instant> before, Optional<Instant> after,
        OptionalLong minSize, OptionalLong maxSize, Map<InThread, Keyword> threads, Optional<Keyword> hasKeyword,
        Optional<Keyword> notKeyword, Optional<Boolean> hasAttachment,
            Optional<Boolean> hasSmime, Optional<Boolean> hasVerifiedSmime, Map<Text, List<String>> texts,
            List<String> header) {

    enum InThread { ALL, SOME, NONE }

    enum Text { TEXT, FROM, TO, CC, BCC, SUBJECT, BODY }

    /** Whether more than an Email's row must be read to know. */
    boolean readsMessages() { return hasAttachment.isPresent() || hasSmime.isPresent() || hasVerifiedSmime.isPresent() || !texts.isEmpty() || !header.isEmpty(); }

    static EmailCondition parse(Arguments properties) throws MethodError {
        return new EmailCondition(mailbox(properties), otherThan(properties),
            properties.value("inMailboxOtherThan").isPresent(),
            properties.utcDate("before"), properties.utcDate("after"), properties.unsigned("minSize"),
                properties.unsigned("maxSize"),
            threads(properties), keyword(properties, "hasKeyword"), keyword(properties, "notKeyword"),
            flag(properties, "hasAttachment"), flag(properties, "hasSmime"), verified(properties),
            texts(properties), header(properties));
    }

    private static Optional<Boolean> flag(Arguments properties, String name) throws MethodError {
        return properties.value(name).isPresent() ? Optional.of(properties.flag(name, false)) : Optional.empty();
    }

    /** RFC 9219 section 4.2. Both are the same here: {@link SmimeProperties}; asked for both ways at once, the later counts. */
    private static Optional<Boolean> verified(Arguments properties) throws MethodError {
        var atDelivery = flag(properties, "hasVerifiedSmimeAtDelivery");
        return flag(properties, "hasVerifiedSmime").or(() -> atDelivery);
    }

    /** Of which no Email can be: RFC 8621 section 4.4.1 says nothing of what is not there, and nothing is in it. */
    private static final MailboxId NOWHERE = new MailboxId(Long.MAX_VALUE);

    private static Optional<MailboxId> mailbox(Arguments properties) throws MethodError {
        return properties.id("inMailbox").map(id -> MailboxId.parse(id).orElse(NOWHERE));
    }

    private static Set<MailboxId> otherThan(Arguments properties) throws MethodError {
        var all = new HashSet<MailboxId>();
        for (var id : properties.ids("inMailboxOtherThan", JmapLimits.OBJECTS_IN_GET_MAX).orElse(Set.of())) MailboxId
            .parse(id).ifPresent(all::add);
        return all;
    }

    private static Map<InThread, Keyword> threads(Arguments properties) throws MethodError {
        var all = new EnumMap<InThread, Keyword>(InThread.class);
        keyword(properties, "allInThreadHaveKeyword").ifPresent(keyword -> all.put(InThread.ALL, keyword));
        keyword(properties, "someInThreadHaveKeyword").ifPresent(keyword -> all.put(InThread.SOME, keyword));
        keyword(properties, "noneInThreadHaveKeyword").ifPresent(keyword -> all.put(InThread.NONE, keyword));
        return all;
    }

    private static Optional<Keyword> keyword(Arguments properties, String name) throws MethodError {
        var text = properties.text(name);
        if (text.isEmpty()) return Optional.empty();
        return Optional.of(Keyword.parse(text.get()).orElseThrow(() -> properties.wrong(name, "is no keyword")));
    }

    private static Map<Text, List<String>> texts(Arguments properties) throws MethodError {
        var all = new EnumMap<Text, List<String>>(Text.class);
        for (var text : Text.values()) {
            var said = properties.text(text.name().toLowerCase(Locale.ROOT));
            if (said.isPresent()) all.put(text, SearchWords.parse(said.get()));
        }
        return all;
    }

    private static List<String> header(Arguments properties) throws MethodError {
        var header = properties.texts("header").orElse(List.of());
        boolean isHeader = properties.value("header").isEmpty() || header.size() == 1 || header.size() == 2;
        if (!isHeader) throw properties.wrong("header", "is not one or two Strings");
        return new ArrayList<>(header);
    }
}
