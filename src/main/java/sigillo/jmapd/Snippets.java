package sigillo.jmapd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sigillo.account.EmailId;
import sigillo.account.MetaScan;
import sigillo.jmap.Filter;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.message.PlainText;
import sigillo.message.TextLimits;
import tools.jackson.databind.node.ObjectNode;

/**
 * SearchSnippet/get: RFC 8621 section 5. What was looked for is marked where it stands as it was written, in any case.
 */
final class Snippets {
    /** RFC 8621 section 5: 255 octets of a preview. */
    private static final int PREVIEW_OCTETS_MAX = 255;
    /** Characters before what was found. */
    private static final int BEFORE = 60;

    private final ReadingRoom room;

    Snippets(ReadingRoom room) { this.room = room; }

    /** What is looked for in the subject, and in the text. */
    private record Words(List<String> inSubject, List<String> inBody) {
        static Words of(Optional<Filter<EmailCondition>> filter) {
            var words = new Words(new ArrayList<>(), new ArrayList<>());
            filter.ifPresent(words::gather);
            return words;
        }

        /** Not of what must not be there. */
        private void gather(Filter<EmailCondition> filter) {
            switch (filter) {
                case Filter.Group<EmailCondition>(var operator, var of) -> {
                    if (operator != Filter.Operator.NOT) of.forEach(this::gather);
                }
                case Filter.Condition<EmailCondition>(var condition) -> condition.texts().forEach((where, words) -> {
                    var small = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
                    switch (where) {
                        case TEXT -> {
                            inSubject.addAll(small);
                            inBody.addAll(small);
                        }
                        case SUBJECT -> inSubject.addAll(small);
                        case BODY -> inBody.addAll(small);
                        case FROM, TO, CC, BCC -> { }
                    }
                });
            }
        }
    }

    ObjectNode answer(Call call) throws MethodError, IOException {
        var account = call.account();
        var arguments = call.arguments();
        var filter = Filter.parse(arguments.object("filter"), EmailCondition::parse);
        var ids = arguments.ids("emailIds", JmapLimits.OBJECTS_IN_GET_MAX)
            .orElseThrow(() -> arguments.wrong("emailIds", "is missing"));
        arguments.end();
        var words = Words.of(filter);
        var answer = call.answer();
        var list = answer.putArray("list");
        var notFound = JsonText.array();
        try (var metas = account.metas()) {
            for (var id : ids) {
                var made = EmailId.parse(id).isPresent() ? make(EmailId.parse(id).get(), metas, words)
                    : Optional.<ObjectNode>empty();
                if (made.isEmpty()) notFound.add(id);
                else list.add(made.get());
                if (made.isPresent()) call.budget().take(made.get());
            }
        }
        answer.set("notFound", notFound.isEmpty() ? JsonText.nothing() : notFound);
        return answer;
    }

    private Optional<ObjectNode> make(EmailId id, MetaScan metas, Words words) throws IOException {
        var meta = metas.meta(id);
        if (meta.isEmpty()) return Optional.empty();
        var all = JsonText.object().put("emailId", id.toString());
        all.put("subject", meta.get().envelope().subject()
            .flatMap(subject -> marked(subject, words.inSubject, Integer.MAX_VALUE)).orElse(null));
        all.putNull("preview");
        if (words.inBody.isEmpty()) return Optional.of(all);
        var content = metas.content(id);
        if (content.isEmpty()) return Optional.empty();
        var root = meta.get().root();
        var text = room.read(() -> PlainText.of(content.get(), root, TextLimits.PREVIEW)).replaceAll("\\s+", " ");
        all.put("preview", marked(text, words.inBody, PREVIEW_OCTETS_MAX).orElse(null));
        return Optional.of(all);
    }

    /** From a little before the first that is found on; empty where none is. */
    static Optional<String> marked(String text, List<String> words, int octetsMax) {
        var small = text.toLowerCase(Locale.ROOT);
        boolean isAlike = small.length() == text.length(); // else places in one are not those in the other
        int first = isAlike ? first(small, words, 0) : -1;
        if (first < 0) return Optional.empty();
        int from = octetsMax == Integer.MAX_VALUE ? 0 : start(text, first);
        return Optional.of(marked(text, small, words, from, octetsMax));
    }

    private static int start(String text, int found) {
        int from = Math.max(0, found - BEFORE);
        while (from > 0 && from < found && text.charAt(from - 1) != ' ') from++;
        return from < text.length() && Character.isLowSurrogate(text.charAt(from)) ? from - 1 : from;
    }

    private static String marked(String text, String small, List<String> words, int from, int octetsMax) {
        var out = new StringBuilder();
        int octets = 0;
        for (int at = from; at < text.length(); ) {
            int length = Math.max(0, lengthAt(small, words, at));
            var piece = length > 0 ? "<mark>" + escaped(text.substring(at, at + length)) + "</mark>"
                : escaped(Character.toString(text.codePointAt(at)));
            octets += piece.getBytes(StandardCharsets.UTF_8).length;
            if (octets > octetsMax) break;
            out.append(piece);
            at += length > 0 ? length : Character.charCount(text.codePointAt(at));
        }
        return out.toString();
    }

    private static int first(String small, List<String> words, int from) {
        return words.stream().mapToInt(word -> small.indexOf(word, from)).filter(at -> at >= 0).min().orElse(-1);
    }

    /** Of the longest word that stands there. */
    private static int lengthAt(String small, List<String> words, int at) {
        return words.stream().filter(word -> small.startsWith(word, at)).mapToInt(String::length).max().orElse(0);
    }

    /** RFC 8621 section 5: what stands there is text and no HTML. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
