package sigillo.whole;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The webmail, beside what is in {@link WebmailStoriesTest}: each of its pages in all sizes, in both languages, by day and by night; those of who looks after the server; and
 * mail that is encrypted from end to end. What is done is seen by the operator's socket and by LMTP.
 */
@Tag("gate")
@Timeout(900)
class WebmailPagesStoriesTest {
    @TempDir Path folder;

    @Test void pagesAndWhatIsSealed() {
        try (var stories = new WebmailStories(folder, "webmail-pages")) {
            stories.play("tour");
            stories.play("protected");
            stories.play("operator");
            stories.play("sealed-sign-up", stories.invitation(), Long.toString(stories.pid()));
            stories.play("sealed", "serena@sigillo.test", stories.account("serena@sigillo.test"));
            stories.play("level-two", "livia@sigillo.test", stories.account("livia@sigillo.test"));
            stories.play("locked", stories.reset("tina@sigillo.test"));
            stories.isWhole();
        }
    }
}
