package sigillo.main.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "firewall", description =
    "Prints which ports are needed, and rules for nftables that allow just those.")
public final class FirewallCommand implements Callable<Integer> {
    private final PrintWriter out;
    @Mixin private Place place;

    public FirewallCommand(PrintWriter out) { this.out = out; }

    @Override public Integer call() {
        out.print(Firewall.rules(place.config()));
        out.flush();
        return 0;
    }
}
