package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * A program that wants a terminal, and somebody before it who types when he sees what he waits for. It is given one by Python, of
 * 120 columns and 40 lines. What is waited for is a regular expression, in what has been shown since the last one, without the
 * codes that move the cursor.
 */
public final class Terminal {
    private static final String DRIVER = """
        import fcntl, os, pty, re, select, struct, sys, termios, time
        steps, limit, program = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
        pid, fd = pty.fork()
        if pid == 0:
            os.execvp(program[0], program)
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        screen = ""
        def read(until):
            global screen
            if not select.select([fd], [], [], max(0, until - time.time()))[0]: return True
            try: octets = os.read(fd, 65536)
            except OSError: return False
            shown = re.sub(r"\\x1b(\\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>78])", " ", octets.decode("utf-8", "replace"))
            sys.stdout.write(shown)
            screen += shown
            return bool(octets)
        def await_(text):
            global screen
            until = time.time() + limit
            while not re.search(text, screen):
                if time.time() > until or not read(until):
                    print("\\n*** not seen:", text)
                    os.kill(pid, 9)
                    sys.exit(9)
            screen = screen[re.search(text, screen).end():]
        def fact(name):
            # lasting, unlike what is shown; then what it draws of it, so that it hears the next key
            until = time.time() + limit
            while not os.path.exists(steps + "." + name):
                if time.time() > until or not read(min(until, time.time() + 0.05)):
                    print("\\n*** not so:", name)
                    os.kill(pid, 9)
                    sys.exit(9)
            while select.select([fd], [], [], 0.5)[0] and read(until): pass
        def leave(key):
            # a key that comes while it is busy is forgotten: once more, until it has ended
            until = time.time() + limit
            while time.time() < until:
                try: os.write(fd, key.encode())
                except OSError: return
                again = time.time() + 1
                while time.time() < again:
                    if not read(again): return
        def insist(key, ends):
            # it may forget a key that comes while it draws its question
            until = time.time() + limit
            while time.time() < until:
                os.write(fd, key.encode())
                again = time.time() + 2
                while time.time() < again:
                    if os.path.exists(steps + "." + ends[6:]) if ends.startswith("until ") else re.search(ends, screen): return
                    if not read(time.time() + 0.05): break
            print("\\n*** not so:", ends)
            os.kill(pid, 9)
            sys.exit(9)
        for line in open(steps, encoding="utf-8").read().split("\\n"):
            if line.startswith("wait "): await_(line[5:])
            if line.startswith("until "): fact(line[6:])
            if line.startswith("insist "): insist(*line[7:].split(" ", 1))
            if line.startswith("leave "): leave(line[6:])
            if line.startswith("type "):
                # one by one, each when something was shown of the last: a program forgets what came while it was busy
                for one in line[5:].encode().decode("unicode_escape"):
                    os.write(fd, one.encode())
                    read(time.time() + 0.3)
        until = time.time() + limit
        while time.time() < until and read(until): pass
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """;

    private Terminal() {}

    /**
     * {@code steps}: lines of {@code wait REGEX}; of {@code type KEYS}, with Python's escapes in the keys; of {@code until NAME},
     * which waits for one of {@code facts}, that is true from then on; of {@code insist KEY REGEX} or {@code insist KEY until NAME}, typed
     * every two seconds until that is so; and of {@code leave KEY}, typed until the program has ended. Each
     * may take {@code limit}. Facts are looked at on the caller's thread.
     */
    public static Program.Done run(Path folder, Duration limit, Map<String, String> environment, List<String> program, List<String> steps,
            Map<String, BooleanSupplier> facts) {
        try {
            var file = Files.write(Files.createTempFile(folder, "steps", ".txt"), steps);
            var command = new ArrayList<>(List.of("python3", "-c", DRIVER, file.toString(), "" + limit.toSeconds()));
            command.addAll(program);
            var output = Files.createTempFile(folder, "terminal", ".out");
            try (var driver = Program.start(output, environment, command)) {
                var open = new TreeMap<>(facts);
                Program.waitUntil("the terminal is done", limit.multipliedBy(steps.size()), () -> {
                    open.entrySet().removeIf(fact -> fact.getValue().getAsBoolean() && note(Path.of(file + "." + fact.getKey())));
                    return !driver.isRunning();
                });
                return new Program.Done(driver.await(limit), driver.printed());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean note(Path fact) {
        try {
            Files.createFile(fact);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
