package sigillo.engines;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import sigillo.base.Alarms;
import sigillo.base.Domain;
import sigillo.filter.Engine;
import sigillo.filter.Mail;
import sigillo.smtp.SmtpReply;

/**
 * A program that is asked with care: so many conversations at once, one deadline for all that it does, and none at all for a
 * while after it gave no answer to several messages in a row, so that mail does not wait for it one message after the other.
 * An alarm stands as long. Then a harmless message is tried on it, never one of somebody. Any thread.
 */
final class Guarded implements Engine, AutoCloseable {
    /** RFC 3463 section 3.4: what this takes is not there now. */
    private static final SmtpReply LATER = SmtpReply.of(451, "4.3.0", "Mail cannot be checked just now, try again in some minutes");

    private final Program program;
    private final String key;
    private final Place place;
    private final Asking asking;
    private final EngineSettings settings;
    private final Domain hostname;
    private final Alarms alarms;
    private final InstantSource clock;
    private final Semaphore conversations;
    private final Semaphore sooner = new Semaphore(0);
    private final Standing standing = new Standing();
    private volatile long trustedUntil = System.nanoTime();
    private volatile boolean isClosed;
    private volatile Thread returning;

    /** {@code key}: among those of this server. */
    Guarded(Program program, String key, Place place, Asking asking, EngineSettings settings, Domain hostname, Alarms alarms, InstantSource clock) {
        this.program = program;
        this.key = key;
        this.place = place;
        this.asking = asking;
        this.settings = settings;
        this.hostname = hostname;
        this.alarms = alarms;
        this.clock = clock;
        this.conversations = new Semaphore(program.atOnce(), true);
    }

    @Override public String name() { return key; }

    /** Viruses come from those who signed in, too; what is spam is for strangers' mail. */
    @Override public boolean concerns(Mail mail, boolean isOfStranger) { return isOfStranger || program == Program.CLAMD; }

    @Override public Duration patience() { return settings.deadline().plus(EngineLimits.AFTER_DEADLINE); }

    EngineFigures figures() { return standing.figures(program.title(), place.toString()); }

    // ---- asking ----

    @Override public Said look(Mail mail) throws InterruptedException {
        if (standing.isLeftAlone()) return unanswered("it is left alone for a while: " + standing.why());
        long begun = System.nanoTime();
        long until = begun + settings.deadline().toNanos();
        if (!conversations.tryAcquire(settings.deadline().toNanos(), TimeUnit.NANOSECONDS)) return unanswered("it has too much to do");
        try {
            return said(asked(mail, until), until);
        } finally {
            standing.count(System.nanoTime() - begun);
            conversations.release();
        }
    }

    private Asking.Heard asked(Mail mail, long until) {
        try {
            return asking.ask(mail, until);
        } catch (IOException unreachable) {
            return new Asking.Heard.Failed(sentence(unreachable));
        }
    }

    private static String sentence(IOException failed) {
        var why = failed.getMessage();
        return why == null || why.isBlank() ? "the conversation broke off" : why;
    }

    private Said said(Asking.Heard heard, long until) {
        return switch (heard) {
            case Asking.Heard.Told(_, boolean isAgainst) when isAgainst && !isTrusted(until) -> failed("it finds something in a harmless message, too");
            case Asking.Heard.Told(var said, boolean isAgainst) -> {
                standing.answered();
                if (isAgainst || said instanceof Said.Against) standing.countAgainst();
                yield said;
            }
            case Asking.Heard.Passed(var why) -> {
                standing.countPassed();
                yield new Said.Silent(why);
            }
            case Asking.Heard.Failed(var why) -> failed(why);
        };
    }

    /** Whoever condemns a message must not condemn the harmless one; that is asked anew when it was some time ago. */
    private boolean isTrusted(long until) {
        if (System.nanoTime() - trustedUntil < 0) return true;
        var heard = asked(Canary.mail(hostname, clock.instant()), until);
        boolean isHarmless = !(heard instanceof Asking.Heard.Told(_, boolean isAgainst) && isAgainst);
        if (isHarmless) trustedUntil = System.nanoTime() + EngineLimits.CANARY_EVERY.toNanos();
        return isHarmless;
    }

    // ---- when it gives no answer ----

    private Said failed(String why) {
        if (standing.failed(why, EngineLimits.FAILURES_MAX)) leaveAlone();
        return unanswered(why);
    }

    private Said unanswered(String why) {
        standing.countUnanswered();
        return settings.isRequired() ? new Said.Against(LATER, program.title() + " has not looked at it: " + why) : new Said.Silent(why);
    }

    private void leaveAlone() {
        var meanwhile = settings.isRequired() ? "Mail is told to come again later (451) meanwhile, since engines.required is set."
            : "Mail is taken without it meanwhile.";
        alarms.raise("engine-" + key, program.title() + " at " + place + " gives no answer: " + standing.why() + ". " + meanwhile
            + " It is tried again by itself; look whether it runs, and whether engines." + program.key() + " says where.",
            program.title() + " su " + place + " non risponde: " + standing.why() + ". " + (settings.isRequired()
                ? "Intanto alla posta si dice di ritornare più tardi (451), perché engines.required è attivo." : "Intanto la posta viene presa senza di esso.")
            + " Si riprova da sé; guardare se è in funzione, e se engines." + program.key() + " dice dov'è.");
        if (!isClosed) returning = Thread.ofVirtual().name("engine " + key + " returns").start(this::awaitReturn);
    }

    /** Tries the harmless message on it until it is answered as it should be. */
    private void awaitReturn() {
        try {
            boolean isBack = false;
            while (!isClosed && !isBack) {
                sooner.tryAcquire(standing.nextPause().toNanos(), TimeUnit.NANOSECONDS);
                isBack = !isClosed && isWorking();
            }
            if (isClosed) return;
            standing.isBack();
            alarms.clear("engine-" + key);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isWorking() {
        var heard = asked(Canary.mail(hostname, clock.instant()), System.nanoTime() + settings.deadline().toNanos());
        var why = switch (heard) {
            case Asking.Heard.Told(_, boolean isAgainst) -> isAgainst ? "it finds something in a harmless message" : "";
            case Asking.Heard.Passed _ -> "";
            case Asking.Heard.Failed(var trouble) -> trouble;
        };
        if (!why.isEmpty()) standing.failed(why, EngineLimits.FAILURES_MAX);
        return why.isEmpty();
    }

    /** Whoever waits for its return looks now. */
    void triedNow() { sooner.release(); }

    /** A look at it before the first mail: a setting that is wrong is told at once, and costs no message its time. */
    void begin() {
        returning = Thread.ofVirtual().name("engine " + key + " begins").start(() -> {
            if (!isWorking() && standing.failed(standing.why(), 1)) leaveAlone();
        });
    }

    @Override public void close() {
        isClosed = true;
        var waiting = returning;
        if (waiting != null) waiting.interrupt();
    }
}
