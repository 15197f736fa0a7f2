package sigillo.whole;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The webmail: its own tests, and what people do with it, reading, writing, finding, organising, by keys alone and
 * without a connection; whether it was done is seen over IMAP, and in the mailbox that catches what leaves.
 */
@Tag("gate")
@Timeout(900)
class WebmailStoriesTest {
    @TempDir Path folder;

    @Test void itsOwnTestsPass() {
        WebmailStories.hasItsTools();
        WebmailStories.node("web/test.mjs");
    }

    @Test void people() {
        try (var stories = new WebmailStories(folder, "webmail")) {
            stories.play("stories", stories.invitation());
            stories.play("app");
            stories.play("labels");
            stories.play("organising");
            stories.play("writing");
            stories.play("reading");
            stories.play("keyboard");
            stories.isWhole();
        }
    }
}
