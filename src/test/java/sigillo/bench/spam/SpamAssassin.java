package sigillo.bench.spam;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import sigillo.bench.ProcessTree;

/** Debian's SpamAssassin in a process of its own, without the network, as it comes otherwise. */
final class SpamAssassin implements Contender {
    private final Path folder;
    private final Process process;
    private final BufferedReader says;
    private final Writer told;
    private boolean learns;

    static boolean isInstalled() { return Files.exists(Path.of("/usr/share/perl5/Mail/SpamAssassin.pm")); }

    SpamAssassin(Path parent) throws IOException {
        folder = Files.createDirectories(parent.resolve("spamassassin"));
        var script = folder.resolve("spamassassin.pl");
        try (var in = SpamAssassin.class.getResourceAsStream("spamassassin.pl")) {
            Files.copy(in, script);
        }
        process = new ProcessBuilder("perl", script.toString(), folder.toString()).redirectError(folder.resolve("log").toFile()).start();
        says = process.inputReader(StandardCharsets.UTF_8);
        told = process.outputWriter(StandardCharsets.UTF_8);
    }

    @Override public String name() { return "SpamAssassin"; }

    @Override public double score(LabelledMail mail) throws IOException {
        if (learns) ask("end");
        learns = false;
        return Double.parseDouble(ask("score " + file(mail)));
    }

    @Override public void learn(LabelledMail mail) throws IOException {
        learns = true;
        ask((mail.isSpam() ? "spam " : "ham ") + file(mail));
    }

    private Path file(LabelledMail mail) throws IOException { return Files.write(folder.resolve("mail"), mail.octets()); }

    private String ask(String line) throws IOException {
        told.write(line + "\n");
        told.flush();
        var answer = says.readLine();
        if (answer == null) throw new IOException("SpamAssassin has ended: " + Files.readString(folder.resolve("log")));
        return answer;
    }

    @Override public double cpu() throws IOException { return ProcessTree.of(process.pid()).cpuSeconds(); }

    @Override public void close() {
        try {
            told.close();
            if (!process.waitFor(java.time.Duration.ofSeconds(20))) process.destroyForcibly();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
