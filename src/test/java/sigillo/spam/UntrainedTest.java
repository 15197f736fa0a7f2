package sigillo.spam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.base.Octets;
import sigillo.corpora.Corpus;
import sigillo.message.HeaderField;
import sigillo.message.Message;

/** What signs alone say of mail of others, before anything was learnt. */
@Tag("gate")
class UntrainedTest {
    /** Where mail goes to Junk by signs alone: as likely spam as 80 in 100, when half of all mail is. */
    private static final double JUNK = 5.5;

    /** Of the corpora, what somebody wrote to show spam or phishing, or is. */
    private static final Set<String> OF_SPAM = Set.of("spam", "phishing", "gtube", "suspect", "zerofont", "fuzzy");
    private static final Map<String, String> SPAM = Map.of(
        "mime-ruby-mail/error_emails/content_transfer_encoding_empty.eml", "an advertisement with text in white on white");

    private record Seen(String file, double weight, Set<Sign> signs) {}

    private static List<Seen> all() throws IOException {
        var seen = new ArrayList<Seen>();
        var root = Corpus.folder("mime-spamassassin").getParent();
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).filter(UntrainedTest::isMail).sorted().toList()) {
                var message = Message.parse(Octets.of(Corpus.octets(file)));
                var when = message.header().first("date").flatMap(HeaderField::date).map(date -> date.toInstant()).orElse(Instant.EPOCH);
                var signs = Look.at(message, when).signs();
                seen.add(new Seen(root.relativize(file).toString().replace('\\', '/'), Weights.shipped().sum(signs), signs));
            }
        }
        return seen;
    }

    private static boolean isMail(Path file) {
        var name = file.toString().replace('\\', '/');
        return name.contains("/mime-") && !name.contains("/mime-bombs/") && !name.matches(".*(ORIGIN|LICENSE|README|\\.(csv|json|js|xml|py|pm|t|rb|md)$).*");
    }

    private static boolean isSpam(String file) {
        var lower = file.substring(file.indexOf('/')).toLowerCase(Locale.ROOT);
        return SPAM.containsKey(file) || OF_SPAM.stream().anyMatch(lower::contains);
    }

    @Test void nothingThatIsWantedGoesToJunk() throws IOException {
        var all = all();
        var wanted = all.stream().filter(one -> !isSpam(one.file)).sorted(Comparator.comparingDouble((Seen one) -> -one.weight)).toList();
        var spam = all.stream().filter(one -> isSpam(one.file)).toList();
        System.out.printf(Locale.ROOT, "by signs alone, from %.1f on: %d of %d mails that are spam or show how it is made, %d of %d others; the highest of these:%n",
            JUNK, count(spam), spam.size(), count(wanted), wanted.size());
        wanted.stream().limit(8).forEach(one -> System.out.printf(Locale.ROOT, "%5.1f %s %s%n", one.weight, one.file, one.signs));
        assertTrue(wanted.size() > 500, "few mails: " + wanted.size());
        assertEquals(List.of(), wanted.stream().filter(one -> one.weight >= JUNK).toList());
        assertTrue(count(spam) >= 5, "signs find nothing");
    }

    private static long count(List<Seen> seen) { return seen.stream().filter(one -> one.weight >= JUNK).count(); }
}
