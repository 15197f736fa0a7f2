package sigillo.admin;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Supplier;

/** Who came to port 25: the last of them, the newest at the end. */
public record CallersDesk(Supplier<List<InetAddress>> callers) implements Desk {
    @Override public void register(Requests requests) {
        requests.on(Request.ListCallers.class, _ -> Operator.list(callers.get(), one -> new Results.Caller(one.getHostAddress())));
    }
}
