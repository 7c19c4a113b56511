/** Asks the runtime. @throws {Error} with what it says. */
export function askRuntime(path: string, query: Readonly<Record<string, string>> = {}): Promise<unknown> {
  return answered($.ajax({ url: `wireband/${path}`, data: query, dataType: 'json', cache: false }));
}

/** Has the runtime do something. @throws {Error} with what it says. */
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

/** Whether this user may steer; if not, what steers is switched off. */
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
