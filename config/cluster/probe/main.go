// Probe is the one program inside the self-test's pods, and, without arguments, the pause container of every pod.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
)

const (
	answerTimeout = 2 * time.Second
	watchInterval = 5 * time.Millisecond
	usage         = `probe                       wait for SIGTERM (the pause container)
probe serve PORT            answer every connection with this pod's name
probe ask HOST:PORT         print the answer
probe watch HOST:PORT TIME  print "<unix milliseconds> <answer>" at each change of the answer, for so long
probe resolve NAME          print the addresses, sorted
probe who                   print uid, gid, groups, seccomp mode and whether the root folder can be written
probe write FILE TEXT
probe read FILE
probe api PATH              GET from the API server as the pod's service account: print the status code`
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "probe:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		awaitSignal()
		return nil
	}
	switch command := args[0]; {
	case command == "serve" && len(args) == 2:
		return serve(args[1])
	case command == "ask" && len(args) == 2:
		return printed(ask(args[1]))
	case command == "watch" && len(args) == 3:
		return watch(args[1], args[2])
	case command == "resolve" && len(args) == 2:
		return printed(resolve(args[1]))
	case command == "who" && len(args) == 1:
		return printed(who())
	case command == "write" && len(args) == 3:
		return os.WriteFile(args[1], []byte(args[2]), 0o640)
	case command == "read" && len(args) == 2:
		content, err := os.ReadFile(args[1])
		return printed(string(content), err)
	case command == "api" && len(args) == 2:
		return printed(askAPIServer(args[1]))
	default:
		return errors.New("wanted one of\n" + usage)
	}
}

func printed(text string, err error) error {
	if err == nil {
		fmt.Println(text)
	}
	return err
}

func awaitSignal() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	<-signals
}

func serve(port string) error {
	name, err := os.Hostname()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", ":"+port)
	if err != nil {
		return err
	}
	fmt.Println("serving", name, "on", port)
	go func() {
		awaitSignal()
		os.Exit(0)
	}()
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		_, _ = io.WriteString(connection, name)
		_ = connection.Close()
	}
}

func ask(address string) (string, error) {
	connection, err := net.DialTimeout("tcp", address, answerTimeout)
	if err != nil {
		return "", err
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(answerTimeout))
	answer, err := io.ReadAll(connection)
	return string(answer), err
}

func watch(address, duration string) error {
	limit, err := time.ParseDuration(duration)
	if err != nil {
		return err
	}
	previous := ""
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(watchInterval) {
		answer, err := ask(address)
		if err != nil {
			answer = "none"
		}
		if answer != previous {
			fmt.Println(time.Now().UnixMilli(), answer)
			previous = answer
		}
	}
	return nil
}

func resolve(name string) (string, error) {
	bounded, cancel := context.WithTimeout(context.Background(), answerTimeout)
	defer cancel()
	addresses, err := net.DefaultResolver.LookupHost(bounded, name)
	slices.Sort(addresses)
	return strings.Join(addresses, "\n"), err
}

func who() (string, error) {
	groups, err := os.Getgroups()
	if err != nil {
		return "", err
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "", err
	}
	seccomp := "unknown"
	for line := range strings.Lines(string(status)) {
		if mode, found := strings.CutPrefix(line, "Seccomp:"); found {
			seccomp = strings.TrimSpace(mode)
		}
	}
	root := "writable"
	if err := os.Mkdir("/written", 0o700); errors.Is(err, syscall.EROFS) {
		root = "read-only"
	}
	return fmt.Sprintf("uid=%d gid=%d groups=%v seccomp=%s root=%s", os.Getuid(), os.Getgid(), groups, seccomp, root), nil
}

func askAPIServer(path string) (string, error) {
	const account = "/var/run/secrets/kubernetes.io/serviceaccount/"
	token, err := os.ReadFile(account + "token")
	if err != nil {
		return "", err
	}
	authority, err := os.ReadFile(account + "ca.crt")
	if err != nil {
		return "", err
	}
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM(authority)
	client := http.Client{
		Timeout:   answerTimeout,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: authorities}},
	}
	request, err := http.NewRequest(http.MethodGet, "https://kubernetes.default.svc"+path, nil)
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "Bearer "+string(token))
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	return fmt.Sprint(response.StatusCode), nil
}
