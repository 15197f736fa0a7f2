package sigillo.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The guide as tests read it: its blocks of commands, settings and answers. */
public final class Guide {
    static final Path FOLDER = Path.of("docs/guide");
    static final List<String> PAGES = List.of("ten-minutes.md", "operator.md", "owner.md");
    private static final Pattern BLOCK =
        Pattern.compile("(?m)^```(\\w+)([ \\w]*)\\n((?s:.*?))^```\\n(?:<!-- test: (.*?) -->\\n)?");

    private Guide() {}

    /** {@code mark}: what stands behind the language; {@code instead}: of typing. */
    public record Block(String language, String mark, List<String> lines, String instead) {}

    static List<Block> blocks(String language, String page) throws IOException {
        var found = BLOCK.matcher(Files.readString(FOLDER.resolve(language).resolve(page)));
        var blocks = new ArrayList<Block>();
        while (found.find()) blocks.add(new Block(found.group(1), found.group(2).strip(), found.group(3).lines()
            .toList(), Optional.ofNullable(found.group(4)).orElse("")));
        return blocks;
    }

    /** In the order in which a reader comes to them. */
    static List<Block> all(String language) throws IOException {
        var all = new ArrayList<Block>();
        for (var page : PAGES) all.addAll(blocks(language, page));
        return all;
    }

    /** Commands of that mark, in English. */
    public static List<Block> marked(String mark) throws IOException {
        return all("en").stream().filter(block -> block.language.equals("sh") && block.mark.equals(mark)).toList();
    }
}
