/** Sends a GET request to the runtime. @throws {Error} with its error message. */
export function askRuntime(path: string, query: Readonly<Record<string, string>> = {}): Promise<unknown> {
  return answered($.ajax({ url: `wireband/${path}`, data: query, dataType: 'json', cache: false }));
}

/** Sends a POST request to the runtime. @throws {Error} with its error message. */
export function tellRuntime(path: string, body: object = {}): Promise<unknown> {
  const data = JSON.stringify(body);
  return answered(
    $.ajax({
      url: `wireband/${path}`,
      method: 'POST',
      data,
      contentType: 'application/json',
      dataType: 'json',
    }),
  );
}

/** Whether this user may steer uplinks and spools; if not, the buttons for it are disabled. */
export function maySteer(): boolean {
  return RED.user.hasPermission('wireband.write');
}

function answered(request: JQuery.jqXHR): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.done(resolve).fail((answer: JQuery.jqXHR) => {
      const { error }: { readonly error?: unknown } = Object(answer.responseJSON);
      reject(new Error(typeof error === 'string' ? error : String(answer.status || answer.statusText)));
    });
  });
}
