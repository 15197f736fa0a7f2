package sigillo.main;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** The command line in this process: words in, exit code and output out. */
public record Cli(int code, String out, String err) {

    public static Cli run(List<String> words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(words.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
        return new Cli(code, out.toString(), err.toString());
    }

    /** {@code words}, divided at blanks, with {@code more} behind them. */
    public static Cli run(String words, String... more) {
        var all = new ArrayList<>(List.of(words.split(" ")));
        all.addAll(List.of(more));
        return run(all);
    }
}
