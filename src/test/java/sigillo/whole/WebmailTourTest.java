package sigillo.whole;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each page of the webmail in each size with each language and each theme: twelve ways, of which {@link WebmailPagesStoriesTest} sees six. */
@Tag("long")
@Timeout(1800)
class WebmailTourTest {
    @TempDir Path folder;

    @Test void allWays() {
        try (var stories = new WebmailStories(folder, "webmail-tour")) {
            stories.play("tour", "all");
            stories.isWhole();
        }
    }
}
