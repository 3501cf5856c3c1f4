// Runs one OpenSearch node in this process until the process ends or standard input does, so that no node outlives
// the tests that started it, and a test can kill a single node.
//
//   java -cp CLASSPATH TestNode.java HOME NAME HTTP_PORT TRANSPORT_PORT NAME:TRANSPORT_PORT[,NAME:TRANSPORT_PORT...]
//
// The last argument lists all nodes of the cluster, this one too. READY is printed once the node answers.

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.codelibs.opensearch.runner.node.OpenSearchRunnerNode;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.plugins.Plugin;

public class TestNode {
    static final List<String> MODULES = List.of(
        "org.opensearch.transport.Netty4Plugin",
        "org.opensearch.analysis.common.CommonAnalysisPlugin",
        "org.opensearch.painless.PainlessPlugin");

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        String name = arguments[1];
        List<String> names = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (String node : arguments[4].split(",")) {
            String[] parts = node.split(":");
            names.add(parts[0]);
            addresses.add("127.0.0.1:" + parts[1]);
        }
        Path config = home.resolve("config");
        for (String folder : List.of("config", "data", "logs", "modules", "plugins")) {
            Files.createDirectories(home.resolve(folder));
        }
        Settings settings = Settings.builder()
            .put("cluster.name", "izla-tests")
            .put("node.name", name)
            .put("path.home", home.toString())
            .put("network.host", "127.0.0.1")
            .put("http.port", arguments[2])
            .put("transport.port", arguments[3])
            .putList("discovery.seed_hosts", addresses)
            .putList("cluster.initial_cluster_manager_nodes", names)
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("script.max_compilations_rate", "10000/1m")
            .build();
        List<Class<? extends Plugin>> plugins = new ArrayList<>();
        for (String module : MODULES) {
            plugins.add(Class.forName(module).asSubclass(Plugin.class));
        }
        var environment = InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), config, () -> name);
        try (var node = new OpenSearchRunnerNode(environment, plugins)) {
            node.start();
            System.out.println("READY");
            while (System.in.read() >= 0) { }
        }
        System.exit(0);
    }
}
