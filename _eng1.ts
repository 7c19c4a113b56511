import { EdgeClient } from './src';
import { createServer } from 'node:http';
let n=0, ev=0;
const s=createServer((q,r)=>{let c:Buffer[]=[];q.on('data',d=>c.push(d));q.on('end',()=>{n++;r.statusCode=200;r.end();});}).listen(0,async()=>{
  const port=(s.address() as any).port;
  const c=new EdgeClient({backendUrl:`http://127.0.0.1:${port}`, spoolDirectory:'/tmp/eng1spool', onFindings: f=>console.log('findings',f), onEvent: e=>{ if(e.event!=='delivered') console.log(e.event, JSON.stringify(e.payload).slice(0,80))}}).start();
  const N=200000; let stored=0;
  const t=performance.now(); const cpu=process.cpuUsage();
  for(let i=0;i<N;i++){ c.ingest({temperature: i%40, humidity: 50, battery: 99, seq: i}, {topic:`plant/${i%1000}/sensor`, onStored:()=>{stored++}}); if(i%5000===4999) await new Promise(r=>setImmediate(r)); }
  const t2=performance.now();
  while(stored<N) await new Promise(r=>setTimeout(r,5));
  const t3=performance.now();
  console.log('ingest ms',t2-t,'stored ms',t3-t);
  await c.close(20);
  const u=process.cpuUsage(cpu);
  console.log('total', performance.now()-t, 'cpu us/msg', (u.user+u.system)/N);
  console.log(n, c.stats());
  s.close();
});
