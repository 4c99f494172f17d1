// The worker of every module that is loaded late: calls the function that a request names and sends back what it returns.
//
// A function is given the request's values and a function to report progress with. An error that it returns is an
// answer; a trap (a panic, no memory left) is a crash, after which the page starts the worker anew.

export default function serve(init, module, wasm) {
  const ready = init({ module_or_path: wasm });
  self.onmessage = async ({ data: { request, functionName, given } }) => {
    const answer = (kind, value) => {
      const bytes = [value].flat(2).filter((part) => part instanceof Uint8Array);
      self.postMessage({ request, kind, value }, bytes.map((array) => array.buffer));
    };
    try {
      await ready;
    } catch (error) {
      return answer('crash', String(error));
    }
    try {
      answer('result', await module[functionName](...given, (progress) => answer('report', progress)));
    } catch (error) {
      answer(error instanceof WebAssembly.RuntimeError ? 'crash' : 'error', error.message ?? String(error));
    }
  };
}
