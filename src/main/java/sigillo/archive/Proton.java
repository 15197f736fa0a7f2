package sigillo.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sigillo.account.Keyword;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.spool.Spool;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Proton's export tool writes: one folder of messages, beside each what Proton knew of it ({@code ID.metadata.json}),
 * and {@code labels.json} with the names of folders and labels. A message is in all of them and is kept once. What the tool
 * could not decrypt it puts into folders of their own, which are not mail.
 */
record Proton(Path folder, Spool spool) implements Archive {
    private static final String LABELS = "labels.json";
    private static final String MESSAGE = ".eml";
    private static final String METADATA = ".metadata.json";
    /** Of one message: its header is in there too. */
    private static final int METADATA_OCTETS_MAX = 4 << 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Proton's own have numbers; all others are those of labels.json. Sent and drafts are in 1 and 2 as well, and all mail in 5 and 15. */
    private static final Map<String, String> OWN = Map.of("0", "INBOX", "3", "Trash", "4", "Junk", "6", "Archive", "7", "Sent", "8", "Drafts", "9", "Drafts");
    private static final String DRAFTS = "8";
    private static final String STARRED = "10";

    static boolean isOne(Path folder) {
        if (!Files.isRegularFile(folder.resolve(LABELS), LinkOption.NOFOLLOW_LINKS)) return false;
        try (var some = Files.newDirectoryStream(folder, "*" + METADATA)) {
            return some.iterator().hasNext();
        } catch (IOException unreadable) {
            return false;
        }
    }

    @Override public void each(Visitor visitor) throws IOException {
        var names = names();
        try (var messages = Files.newDirectoryStream(folder, "*" + MESSAGE)) {
            for (var message : messages) {
                if (Files.isRegularFile(message, LinkOption.NOFOLLOW_LINKS)) visit(message, names, visitor);
            }
        }
    }

    /** By their ids, as paths. */
    private Map<String, String> names() throws IOException {
        var names = new HashMap<String, String>();
        for (var label : payload(folder.resolve(LABELS))) {
            var path = label.path("Path");
            var parts = path.isArray() ? path.valueStream().map(JsonNode::asString).toList() : List.of(path.asString(label.path("Name").asString("")));
            names.put(label.path("ID").asString(""), parts.stream().map(part -> path.isArray() ? part.replace('/', '_') : part).collect(Collectors.joining("/")));
        }
        return names;
    }

    private static JsonNode payload(Path file) throws IOException {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            var octets = in.readNBytes(METADATA_OCTETS_MAX + 1);
            if (octets.length > METADATA_OCTETS_MAX) throw new IOException(file + " has more than " + METADATA_OCTETS_MAX + " octets");
            return JSON.readTree(new String(octets, StandardCharsets.UTF_8)).path("Payload");
        } catch (JacksonException e) {
            throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Without what Proton knew of it, it is a message as any. */
    private void visit(Path message, Map<String, String> names, Visitor visitor) throws IOException {
        var name = message.getFileName().toString();
        var metadata = folder.resolve(name.substring(0, name.length() - MESSAGE.length()) + METADATA);
        if (!Files.isRegularFile(metadata, LinkOption.NOFOLLOW_LINKS)) {
            new SingleMail(message, "Archive", spool).each(visitor);
            return;
        }
        var known = payload(metadata);
        try (var in = Files.newInputStream(message, LinkOption.NOFOLLOW_LINKS); var content = LineEnds.read(in, spool)) {
            var header = HeaderSection.read(content, MessageLimits.DEFAULT).header();
            visitor.visit(new ArchivedMail(content, mailboxes(known, names), keywords(known), false, date(known).or(() -> MailMarks.came(header))));
        }
    }

    private static List<String> mailboxes(JsonNode known, Map<String, String> names) {
        var mailboxes = new LinkedHashSet<String>();
        for (var label : known.path("LabelIDs")) {
            var name = OWN.getOrDefault(label.asString(""), names.get(label.asString("")));
            boolean isOthersOfProton = !OWN.containsKey(label.asString("")) && label.asString("").matches("\\d+");
            if (name != null && !name.isEmpty() && !isOthersOfProton) mailboxes.add(name);
        }
        return mailboxes.isEmpty() ? List.of("Archive") : new ArrayList<>(mailboxes);
    }

    private static Set<Keyword> keywords(JsonNode known) {
        var labels = known.path("LabelIDs").valueStream().map(label -> label.asString("")).collect(Collectors.toSet());
        var keywords = new HashSet<Keyword>();
        if (!is(known, "Unread")) keywords.add(Keyword.SEEN);
        if (is(known, "IsReplied") || is(known, "IsRepliedAll")) keywords.add(Keyword.ANSWERED);
        if (is(known, "IsForwarded")) keywords.add(new Keyword("$forwarded"));
        if (labels.contains(STARRED)) keywords.add(Keyword.FLAGGED);
        if (labels.contains(DRAFTS)) keywords.add(Keyword.DRAFT);
        return keywords;
    }

    /** 0 and 1, or as JSON has it. */
    private static boolean is(JsonNode known, String name) { return known.path(name).asBoolean(false) || known.path(name).asInt(0) != 0; }

    private static Optional<Instant> date(JsonNode known) {
        long seconds = known.path("Time").asLong(0);
        return seconds <= 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(Math.min(seconds, 253_402_300_799L))); // the year 9999
    }
}
