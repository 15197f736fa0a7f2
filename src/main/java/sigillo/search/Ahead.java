package sigillo.search;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import sigillo.search.Searches.Looker;

/**
 * Reads slices ahead of who takes them one after the other, on a core that is idle; where none is, he reads them himself. Only so many
 * wait for him, however slow he is, and no thread waits with them. For one thread, which closes it.
 */
public final class Ahead<S, R> implements AutoCloseable {
    /** One that is read while the other is taken. */
    private static final int SLICES_MAX = 2;

    private final Iterator<S> slices;
    private final Looker<S, R> looker; // the helper's, whichever thread that is
    private final Crew.Threads threads;
    private final Deque<Piece> next = new ArrayDeque<>();
    private Helper helper; // null when there is none

    private enum State { NEW, BEGUN, DONE }

    private final class Piece {
        private final S slice;
        private State state = State.NEW;
        private R read;
        private Throwable failure;

        Piece(S slice) { this.slice = slice; }
    }

    /** {@code read}: empty where nobody has read it. */
    public record Taken<S, R>(S slice, Optional<R> read) {}

    /** {@code slices} are made on the caller's thread; {@code looker} is closed with this. */
    Ahead(Iterator<S> slices, Looker<S, R> looker, Crew.Threads threads) {
        this.slices = slices;
        this.looker = looker;
        this.threads = threads;
    }

    public synchronized boolean hasNext() { return !next.isEmpty() || slices.hasNext(); }

    /** In their order. Throws what reading it threw. */
    public synchronized Taken<S, R> next() throws IOException {
        lookAhead();
        var piece = next.poll();
        if (piece == null) throw new NoSuchElementException();
        lookAhead();
        if (helper == null && !next.isEmpty()) askForHelp();
        if (piece.state == State.NEW) return new Taken<>(piece.slice, Optional.empty());
        while (piece.state != State.DONE) awaitHelper();
        switch (piece.failure) {
            case null -> { return new Taken<>(piece.slice, Optional.of(piece.read)); }
            case IOException unreadable -> throw unreadable;
            case RuntimeException trouble -> throw trouble;
            case Error broken -> throw broken;
            default -> throw new IllegalStateException(piece.failure);
        }
    }

    private void lookAhead() {
        while (next.size() < SLICES_MAX && slices.hasNext()) next.add(new Piece(slices.next()));
    }

    private void askForHelp() {
        var asked = new Helper();
        if (threads.offer(asked)) helper = asked;
    }

    /** Interrupts wait until it is over, as what it holds is the caller's. */
    private void awaitHelper() {
        boolean isInterrupted = false;
        for (boolean waits = true; waits; ) {
            try {
                wait();
                waits = false;
            } catch (InterruptedException later) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) Thread.currentThread().interrupt();
    }

    private final class Helper implements Runnable {
        private boolean isAtWork;

        @Override public void run() {
            for (var piece = begun(); piece != null; piece = begun()) {
                try {
                    done(piece, looker.through(piece.slice), null);
                } catch (IOException | RuntimeException | Error why) {
                    done(piece, null, why);
                }
            }
        }

        /** Null when nothing is left to do, and nobody is the helper any more. */
        private Piece begun() {
            synchronized (Ahead.this) {
                if (helper != this) return null;
                isAtWork = !threads.areWanted();
                var piece = isAtWork ? next.stream().filter(one -> one.state == State.NEW).findFirst().orElse(null) : null;
                if (piece == null) leave();
                else piece.state = State.BEGUN;
                return piece;
            }
        }

        private void done(Piece piece, R read, Throwable failure) {
            synchronized (Ahead.this) {
                piece.read = read;
                piece.failure = failure;
                piece.state = State.DONE;
                Ahead.this.notifyAll();
            }
        }

        private void leave() {
            isAtWork = false;
            helper = null;
            Ahead.this.notifyAll();
        }
    }

    /** Returns when nobody is at work any more. */
    @Override public synchronized void close() {
        next.removeIf(piece -> piece.state == State.NEW);
        while (helper != null && helper.isAtWork) awaitHelper();
        helper = null;
        looker.close();
    }
}
