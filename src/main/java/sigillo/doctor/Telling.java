package sigillo.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sigillo.preflight.State;
import sigillo.preflight.Words;

/**
 * What of a board is news for who is elsewhere: a trouble once, when two looks in a row have found it; again when it ends;
 * and each month that all is well, so that silence says something. {@code told}: what is known of it from then on.
 */
public record Telling(Told told, List<News> news) {
    static final Duration MONTH = Duration.ofDays(30);

    public sealed interface News {
        record Trouble(Line line) implements News {}

        /** {@code sentence}: what it was. */
        record Over(Words sentence) implements News {}

        record AllWell() implements News {}
    }

    public Telling { news = List.copyOf(news); }

    /** The first note that all is well comes at once: it shows that the way to its reader works. */
    public static Telling of(Board board, Told before) {
        var news = new ArrayList<News>();
        var standing = new TreeMap<>(before.standing());
        var seen = new ArrayList<String>();
        var open = board.lines().stream().filter(line -> line.result().state() == State.WRONG || line.result().state() == State.UNKNOWN)
            .map(Line::key).collect(Collectors.toSet());
        for (var key : List.copyOf(standing.keySet())) if (!open.contains(key)) news.add(new News.Over(standing.remove(key)));
        for (var line : board.wrong()) {
            if (standing.containsKey(line.key())) continue;
            if (!before.seen().contains(line.key())) seen.add(line.key());
            else {
                standing.put(line.key(), line.result().sentence());
                news.add(new News.Trouble(line));
            }
        }
        boolean isWell = standing.isEmpty() && board.wrong().isEmpty() && isDue(before.wellAt(), board.at());
        if (isWell) news.add(new News.AllWell());
        return new Telling(new Told(standing, seen, isWell ? Optional.of(board.at()) : before.wellAt()), news);
    }

    /** A clock that was set back does not make it silent for ever. */
    private static boolean isDue(Optional<Instant> last, Instant now) {
        return last.filter(at -> now.isBefore(at.plus(MONTH)) && !now.isBefore(at.minus(MONTH))).isEmpty();
    }
}
