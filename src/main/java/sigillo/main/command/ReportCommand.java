package sigillo.main.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Octets;
import sigillo.reports.Report;
import sigillo.reports.ReportReader;
import sigillo.reports.Summary;

@Command(name = "report", description =
    {"Tells in a sentence what a report of another server says: DMARC aggregate reports, TLS reports, complaints.",
    "Without FILE: what those said that came to an address of [reports] received, the newest first."})
public final class ReportCommand implements Callable<Integer> {
    private static final int FILE_OCTETS_MAX = 64 << 20;
    private final PrintWriter out;
    private final Ask ask;
    @Mixin private Target target;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Mails with reports, or the files that were attached, packed or not.")
    private List<Path> files = List.of();

    public ReportCommand(PrintWriter out, Ask ask) {
        this.out = out;
        this.ask = ask;
    }

    @Override public Integer call() {
        if (files.isEmpty()) return ask.show(target, new Request.ListReports());
        int code = 0;
        for (var file : files) {
            var report = read(file);
            if (report instanceof Report.Unreadable || report instanceof Report.None) code = 1;
            out.println(file.getFileName() + ": " + Summary.of(report));
        }
        out.flush();
        return code;
    }

    private static Report read(Path file) {
        try {
            if (Files.size(file) > FILE_OCTETS_MAX) return new Report.Unreadable("it is too large");
            return ReportReader.read(Octets.of(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            throw new Failure(file + " cannot be read: " + unreadable.getMessage());
        }
    }
}
