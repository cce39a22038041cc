package dev.quiver.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.conf.ProtocolConfiguration;
import org.jgroups.conf.ProtocolStackConfigurator;
import org.jgroups.conf.XmlConfigurator;

/**
 * A member of a JGroups cluster over TCP on this machine: {@code JGroupsProcess SEQUENCER|FIFO SELF
 * PORT...}, a port for each member. The stack is the library's own {@code tcp.xml}, with SEQUENCER
 * above GMS for the total order; what is changed beside is where it listens and that it does not
 * answer diagnostics.
 */
final class JGroupsProcess {

  private static final long GATHER_SECONDS = 60;

  /** Held, so that its level is: members that end at once tell the log about each other. */
  private static final Logger LIBRARY = Logger.getLogger("org.jgroups");

  private JGroupsProcess() {}

  public static void main(String[] arguments) throws Exception {
    System.setProperty("jgroups.use.jdk_logger", "true");
    LIBRARY.setLevel(Level.OFF);
    boolean total = arguments[0].equals("SEQUENCER");
    int self = Integer.parseInt(arguments[1]);
    List<Integer> ports =
        IntStream.range(2, arguments.length).mapToObj(i -> Integer.valueOf(arguments[i])).toList();
    // The flow control of the library bounds what is under way.
    FanOutMember member = new FanOutMember(self, ports.size(), Integer.MAX_VALUE / 2);
    CountDownLatch gathered = new CountDownLatch(1);
    try (JChannel channel = new JChannel(stack(total, ports.get(self - 1), ports))) {
      channel.setReceiver(
          new Receiver() {
            @Override
            public void receive(Message message) {
              member.received(
                  ByteBuffer.wrap(message.getArray(), message.getOffset(), message.getLength()));
            }

            @Override
            public void viewAccepted(View view) {
              if (view.size() == ports.size()) {
                gathered.countDown();
              }
            }
          });
      channel.connect("bench");
      if (!gathered.await(GATHER_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "only " + channel.getView() + " gathered within " + GATHER_SECONDS + " s");
      }
      member.answer(bytes -> channel.send(new BytesMessage(null, bytes)));
    }
  }

  private static ProtocolStackConfigurator stack(boolean total, int port, List<Integer> ports)
      throws IOException {
    try (InputStream xml = JChannel.class.getClassLoader().getResourceAsStream("tcp.xml")) {
      if (xml == null) {
        throw new IllegalStateException("the JGroups library has no tcp.xml");
      }
      XmlConfigurator stack = XmlConfigurator.getInstance(xml);
      List<ProtocolConfiguration> protocols = stack.getProtocolStack();
      for (ProtocolConfiguration protocol : List.copyOf(protocols)) {
        Map<String, String> properties = protocol.getProperties();
        switch (protocol.getProtocolName().toUpperCase(Locale.ROOT)) {
          case "TCP" -> {
            properties.put("bind_addr", "127.0.0.1");
            properties.put("bind_port", Integer.toString(port));
            properties.put("port_range", "0");
            properties.put("diag.enabled", "false");
          }
          case "TCPPING" -> {
            properties.put("initial_hosts", hosts(ports));
            properties.put("port_range", "0");
          }
          case "PBCAST.GMS" -> {
            properties.put("print_local_addr", "false");
            if (total) {
              protocols.add(
                  protocols.indexOf(protocol) + 1, new ProtocolConfiguration("SEQUENCER"));
            }
          }
          default -> {
            // As the library has it.
          }
        }
      }
      return stack;
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("JGroups does not take the stack", e);
    }
  }

  private static String hosts(List<Integer> ports) {
    return ports.stream().map(port -> "127.0.0.1[" + port + "]").collect(Collectors.joining(","));
  }
}
