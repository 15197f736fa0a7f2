package sigillo.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sigillo.receivers.Detour;
import sigillo.receivers.Receivers;
import sigillo.receivers.Standing;
import sigillo.receivers.WarmUp;
import sigillo.receivers.Word;
import sigillo.refusals.Meaning;

/** How mail fares at receivers, and how much they get from an address that is new to them. Any thread. */
public final class ReceiversDesk implements Desk {
    /** Shown: the others had nothing for longer. */
    private static final int SHOWN_MAX = 500;
    private static final int TROUBLES_MAX = 5;

    private final Receivers receivers;
    private final InstantSource clock;

    public ReceiversDesk(Receivers receivers, InstantSource clock) {
        this.receivers = receivers;
        this.clock = clock;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.ListDestinations.class, _ -> list());
        requests.on(Request.WarmUp.class, asked -> warmUp(asked.on()));
    }

    Answer list() { return new Answer.Done(receivers.list().stream().limit(SHOWN_MAX).map(this::line).toList()); }

    private Results.DestinationLine line(Standing row) {
        var since = row.since();
        var way = row.detour().map(detour -> way(detour, clock.instant()));
        return new Results.DestinationLine(row.name(), row.taken(), row.deferred(), row.refused(), since, row.lastTaken(), row.last().map(Word::at),
            row.last().map(ReceiversDesk::said), row.last().flatMap(Word::meaning).map(Meaning::toString), row.last().flatMap(Word::meaning).map(Meaning::italian), way);
    }

    private static String way(Detour detour, Instant now) {
        return now.isBefore(detour.next()) ? "by the smarthost, tried directly again " + detour.next() : "tried directly again now";
    }

    private static String said(Word word) { return (word.peer().isEmpty() ? "" : word.peer() + ": ") + word.reply(); }

    /** Those that take nothing now, the latest first, each in a sentence: for the status. */
    public List<Results.Alarm> troubles() {
        return receivers.list().stream().filter(Standing::isInTrouble).limit(TROUBLES_MAX).map(row -> {
            var word = row.last().orElseThrow();
            return new Results.Alarm(row.name(), word.meaning().map(Meaning::toString).orElseGet(() -> said(word)));
        }).toList();
    }

    /** Begins or ends it, and shows it. */
    Answer warmUp(Optional<Boolean> on) {
        on.ifPresent(receivers::warm);
        var begun = receivers.warmingSince();
        var day = begun.flatMap(since -> WarmUp.day(since, clock.instant()));
        var plan = IntStream.range(0, WarmUp.DAYS).mapToObj(i ->
            new Results.PaceLine(i + 1, WarmUp.inDay(i), WarmUp.inHour(i), day.filter(today -> today == i).isPresent())).toList();
        return new Answer.Done(new Results.WarmUpShown(begun.isPresent(), begun, day.map(i -> i + 1), day.map(WarmUp::inDay),
            receivers.paced().stream().map(one -> new Results.PacedLine(one.receiver(), one.today(), one.thisHour())).toList(), plan));
    }
}
